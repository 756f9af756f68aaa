#include "platform/curl/http_client.h"

#include <curl/curl.h>
#include <pthread.h>

#include <csignal>
#include <map>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/mutex.h"
#include "platform/curl/transfer.h"

namespace cpa::curl {
namespace {

constexpr int kPollMax = 60'000;  // curl shortens it to its own next deadline
constexpr long kConnectionsMax = 4;

struct FreeMulti {
  void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};
struct FreeShare {
  void operator()(CURLSH* share) const noexcept { curl_share_cleanup(share); }
};

std::unique_ptr<CURLM, FreeMulti> new_multi() {
  std::unique_ptr<CURLM, FreeMulti> multi(curl_multi_init());
  CPA_CHECK(multi != nullptr);
  curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, kConnectionsMax);
  return multi;
}

std::string joined(const std::vector<std::string>& pins) {
  std::string text;
  for (const std::string& pin : pins) {
    if (!text.empty()) text.push_back(';');
    text += pin;
  }
  return text;
}

/// A closed peer must give an error, not a signal that ends the host app.
void block_broken_pipe_signal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

/// Drives curl on its own thread.
///
/// Orders come through a queue, so that "drop the connections" touches what was sent before it and
/// nothing sent after.
class CurlHttpClient::Worker {
 public:
  Worker(CurlOptions options, ports::Executor& executor)
      : options_(std::move(options)), pins_(joined(options_.pins)), executor_(executor) {
    CPA_CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    share_.reset(curl_share_init());
    curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    {
      const MutexLock lock(mutex_);
      multi_ = new_multi();
      CPA_CHECK(share_ != nullptr);
    }
    thread_ = std::thread([this] { run(); });
  }

  ~Worker() {
    {
      const MutexLock lock(mutex_);
      stopping_ = true;
      curl_multi_wakeup(multi_.get());
    }
    thread_.join();
    curl_global_cleanup();
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Queues a request, or, without one, the order to drop connections.
  void order(std::optional<ports::HttpRequest> request, Completion completion) {
    const MutexLock lock(mutex_);
    orders_.push_back({std::move(request), std::move(completion)});
    curl_multi_wakeup(multi_.get());
  }

 private:
  struct Order {
    std::optional<ports::HttpRequest> request;
    Completion completion;
  };
  struct Running {
    std::unique_ptr<Transfer> transfer;
    Completion completion;
  };

  void run() {
    block_broken_pipe_signal();
    CURLM* multi = current_multi();
    while (take_orders()) {
      multi = current_multi();
      int running = 0;
      curl_multi_perform(multi, &running);
      collect(multi);
      curl_multi_poll(multi, nullptr, 0, kPollMax, nullptr);
    }
    end_all(ErrorCode::kClosed, "the client is closed");
  }

  /// Carries out what was ordered; false once the client stops.
  bool take_orders() {
    std::vector<Order> orders;
    bool stopping = false;
    {
      const MutexLock lock(mutex_);
      orders.swap(orders_);
      stopping = stopping_;
    }
    for (Order& order : orders) {
      if (stopping) {
        if (order.request)
          answer(order.completion, Error{ErrorCode::kClosed, "the client is closed"});
      } else if (order.request) {
        start(std::move(*order.request), std::move(order.completion));
      } else {
        renew();
      }
    }
    return !stopping;
  }

  void start(ports::HttpRequest request, Completion completion) {
    if (options_.roots_pem.empty()) {
      // Without roots of ours curl would look for the system's.
      answer(completion, Error{ErrorCode::kInvalidArgument, "no roots to trust"});
      return;
    }
    auto transfer = std::make_unique<Transfer>(std::move(request));
    const Status ready = transfer->prepare({options_, pins_, share_.get()});
    if (!ready) {
      answer(completion, ready.error());
      return;
    }
    CURL* const handle = transfer->handle();
    if (const CURLMcode code = curl_multi_add_handle(current_multi(), handle); code != CURLM_OK) {
      answer(completion, Error{ErrorCode::kInternal, "transfer not started", code});
      return;
    }
    running_.emplace(handle, Running{std::move(transfer), std::move(completion)});
  }

  /// Answers what curl has finished.
  void collect(CURLM* multi) {
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* const handle = message->easy_handle;
      const CURLcode code = message->data.result;
      auto found = running_.extract(handle);
      CPA_CHECK(!found.empty());
      curl_multi_remove_handle(multi, handle);  // `message` is gone from here on
      answer(found.mapped().completion, found.mapped().transfer->finish(code));
    }
  }

  /// Ends what runs and starts with no connection. A new multi handle is the way that every
  /// version of curl has.
  void renew() {
    end_all(ErrorCode::kCut, "the network path has changed");
    std::unique_ptr<CURLM, FreeMulti> other = new_multi();
    const MutexLock lock(mutex_);
    multi_.swap(other);
    // An order given meanwhile has woken the old handle: look at the queue once more.
    curl_multi_wakeup(multi_.get());
  }

  void end_all(ErrorCode code, const char* message) {
    CURLM* const multi = current_multi();
    for (auto& [handle, running] : running_) {
      curl_multi_remove_handle(multi, handle);
      answer(running.completion, Error{code, message});
    }
    running_.clear();
  }

  void answer(Completion& completion, Result<ports::HttpResponse> result) {
    // std::function copies what it holds; an answer may be megabytes.
    auto kept = std::make_shared<Result<ports::HttpResponse>>(std::move(result));
    executor_.post([completion = std::move(completion), kept] { completion(std::move(*kept)); });
  }

  CURLM* current_multi() {
    const MutexLock lock(mutex_);
    return multi_.get();
  }

  const CurlOptions options_;
  const std::string pins_;
  ports::Executor& executor_;
  std::unique_ptr<CURLSH, FreeShare> share_;
  std::map<CURL*, Running> running_;  // the worker's thread only

  Mutex mutex_;
  std::unique_ptr<CURLM, FreeMulti> multi_ CPA_GUARDED_BY(mutex_);
  std::vector<Order> orders_ CPA_GUARDED_BY(mutex_);
  bool stopping_ CPA_GUARDED_BY(mutex_){false};
  std::thread thread_;
};

CurlHttpClient::CurlHttpClient(CurlOptions options, ports::Executor& executor)
    : worker_(std::make_unique<Worker>(std::move(options), executor)) {}

CurlHttpClient::~CurlHttpClient() = default;

void CurlHttpClient::send(ports::HttpRequest request, Completion completion) {
  worker_->order(std::move(request), std::move(completion));
}

void CurlHttpClient::drop_connections() { worker_->order(std::nullopt, {}); }

}  // namespace cpa::curl
