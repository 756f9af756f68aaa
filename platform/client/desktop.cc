#include "platform/client/desktop.h"

#include <future>
#include <utility>

#include "platform/curl/http_client.h"
#include "platform/posix/clock.h"
#include "platform/posix/disk.h"
#include "platform/posix/executor.h"
#include "platform/posix/key_vault.h"
#include "platform/posix/network_monitor.h"
#include "platform/posix/random.h"

namespace cpa {

/// The executor comes last but the client: it ends before what its tasks use.
struct Desktop::Doors {
  explicit Doors(const std::filesystem::path& home) : vault(home / "vault") {}

  posix::SystemClock clock;
  posix::SystemRandom random;
  posix::SystemDisk disk;
  posix::FileKeyVault vault;
  posix::ManualNetworkMonitor network;
  posix::SerialExecutor executor;
  std::unique_ptr<Client> client;
};

Desktop::Desktop(std::unique_ptr<Doors> doors) : doors_(std::move(doors)) {}

Desktop::~Desktop() {
  // Waits until the store is closed: what follows may open it again at once.
  std::promise<void> closed;
  doors_->client->close([&closed] { closed.set_value(); });
  closed.get_future().wait();
  doors_->client.reset();
  doors_->executor.drain();
}

Client& Desktop::client() noexcept { return *doors_->client; }

void Desktop::set_network(ports::NetworkClass network) { doors_->network.set(network); }

Result<std::unique_ptr<Desktop>> open_desktop(const std::filesystem::path& home, Log log) {
  auto doors = std::make_unique<Desktop::Doors>(home);
  ports::Executor& executor = doors->executor;
  ClientOptions options{
      home,
      {doors->clock, doors->random, executor, doors->disk, doors->vault, doors->network,
       [&executor](const ServerAddress& address) -> Result<std::unique_ptr<ports::HttpClient>> {
         curl::CurlOptions curl_options;
         curl_options.roots_pem = address.roots_pem;
         curl_options.pins = address.pins;
         return std::unique_ptr<ports::HttpClient>(
             std::make_unique<curl::CurlHttpClient>(std::move(curl_options), executor));
       }},
      std::move(log)};
  CPA_TRY_ASSIGN(doors->client, Client::open(std::move(options)));
  return std::unique_ptr<Desktop>(new Desktop(std::move(doors)));
}

}  // namespace cpa
