// Takes decisions and syncs without end, and says on stdout which phase it is in, one line at once:
// "commit" before a decision, "saved ID" after it, "sync" before an exchange, "synced STATE" after.
// The soak kills it at any moment and compares what it said with what is on disk and on the server.

#include <cstdio>
#include <cstdlib>
#include <future>
#include <memory>
#include <string>

#include "core/codec/json.h"
#include "platform/client/desktop.h"

namespace {

void say(const std::string& line) {
  std::fputs((line + "\n").c_str(), stdout);
  std::fflush(stdout);
}

template <typename T, typename Call>
cpa::Result<T> wait_for(Call call) {
  auto promise = std::make_shared<std::promise<cpa::Result<T>>>();
  auto future = promise->get_future();
  call([promise](cpa::Result<T> result) { promise->set_value(std::move(result)); });
  return future.get();
}

int stopped(const cpa::Error& error) {
  std::fprintf(stderr, "soak_child: %s\n", error.message.c_str());
  return 1;
}

cpa::codec::Json declaration(int number) {
  using cpa::codec::Json;
  return Json::object(
      {{"activity", "volunteering"},
       {"year", 2025},
       {"associations",
        Json::array({Json::object(
            {{"hours", 1 + number % 200}, {"years", 3}, {"declared", "2026-03-01"}})})}});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const int decisions_per_sync = std::atoi(argv[2]);
  auto desktop = cpa::open_desktop(argv[1]);
  if (!desktop) return stopped(desktop.error());
  cpa::Client& client = (*desktop)->client();
  say("open");
  for (int number = 0;; ++number) {
    for (int i = 0; i < decisions_per_sync; ++i) {
      say("commit");
      const auto saved = wait_for<cpa::Submitted>(
          [&](auto done) { client.submit("cec.declare", declaration(number), done); });
      if (!saved) return stopped(saved.error());
      say("saved " + saved->id);
    }
    say("sync");
    const auto report = wait_for<cpa::SyncReport>([&](auto done) { client.sync(done); });
    if (!report) return stopped(report.error());
    say("synced " + report->state);
  }
}
