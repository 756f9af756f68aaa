#include "platform/fake/http_client.h"

#include <memory>
#include <numeric>

namespace cpa::fake {
namespace {

/// The bytes a message takes as HTTP/1.1 writes its fields.
std::uint64_t size_of(const std::vector<ports::HttpHeader>& headers, std::size_t body) {
  constexpr std::uint64_t kColonSpaceAndLineEnd = 4;
  return std::accumulate(headers.begin(), headers.end(), static_cast<std::uint64_t>(body),
                         [](std::uint64_t sum, const ports::HttpHeader& header) {
                           return sum + header.name.size() + header.value.size() +
                                  kColonSpaceAndLineEnd;
                         });
}

}  // namespace

void FakeHttpClient::send(ports::HttpRequest request, Completion completion) {
  ++requests_;
  Result<ports::HttpResponse> result = handler_(request);
  if (result) {
    result->traffic = {.bytes_up = size_of(request.headers, request.body.size()),
                       .bytes_down = size_of(result->headers, result->body.size()),
                       .connection_reused = connected_};
    connected_ = true;
    if (result->body.size() > request.body_bytes_max) {
      result = Error{ErrorCode::kLimitExceeded, "answer longer than allowed"};
    }
  } else {
    connected_ = false;
  }
  if (holding_) {
    held_.emplace_back(std::move(completion), std::move(result));
  } else {
    deliver(std::move(completion), std::move(result));
  }
}

void FakeHttpClient::deliver(Completion completion, Result<ports::HttpResponse> result) {
  executor_.post([completion = std::move(completion), result = std::move(result)]() mutable {
    completion(std::move(result));
  });
}

void FakeHttpClient::release() {
  holding_ = false;
  while (!held_.empty()) {
    auto [completion, result] = std::move(held_.front());
    held_.pop_front();
    deliver(std::move(completion), std::move(result));
  }
}

}  // namespace cpa::fake
