#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <utility>

#include "core/ports/executor.h"
#include "core/ports/http_client.h"

namespace cpa::fake {

/// A network whose far end is a function of the test.
/// Threading: one thread. Lifetime: borrows `executor`.
class FakeHttpClient final : public ports::HttpClient {
 public:
  /// What the far end does with a request: an answer, or how the network failed.
  using Handler = std::function<Result<ports::HttpResponse>(const ports::HttpRequest&)>;

  FakeHttpClient(ports::Executor& executor, Handler handler)
      : executor_(executor), handler_(std::move(handler)) {}

  /// The handler runs at once (the server has acted); its answer arrives by the executor.
  void send(ports::HttpRequest request, Completion completion) override;
  void drop_connections() override { connected_ = false; }

  /// From now on answers wait for `release`: the request stays in flight.
  void hold() { holding_ = true; }
  /// Lets held answers arrive, in order, and holds no more.
  void release();
  /// How many requests were sent.
  [[nodiscard]] std::size_t requests() const noexcept { return requests_; }

 private:
  void deliver(Completion completion, Result<ports::HttpResponse> result);

  ports::Executor& executor_;
  Handler handler_;
  std::deque<std::pair<Completion, Result<ports::HttpResponse>>> held_;
  std::size_t requests_{0};
  bool holding_{false};
  bool connected_{false};
};

}  // namespace cpa::fake
