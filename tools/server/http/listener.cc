#include "tools/server/http/listener.h"

#include <openssl/ssl.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <csignal>
#include <optional>
#include <set>

namespace cpa::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Tcp = asio::ip::tcp;
using ErrorCodeAsio = boost::system::error_code;

constexpr auto kAcceptPause = std::chrono::milliseconds(100);

/// What every connection shares; outlives them all.
struct Shared {
  ListenOptions options;
  Listener::Handler handler;
  bool stopping{false};
};

Response plain_error(int status, std::string_view code) {
  return {.status = status,
          .headers = {{"content-type", "application/problem+json"}},
          .body = R"({"error":")" + std::string(code) + R"("})"};
}

/// One connection: handshake, then request after request.
/// Lifetime: the pending operation holds it (`shared_from_this`), and it ends with the last one.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Tcp::socket socket, asio::ssl::context& tls, Shared& shared)
      : stream_(beast::tcp_stream(std::move(socket)), tls), shared_(shared) {}

  void start() {
    beast::get_lowest_layer(stream_).expires_after(shared_.options.exchange_time_max);
    stream_.async_handshake(asio::ssl::stream_base::server,
                            [self = shared_from_this()](const ErrorCodeAsio& error) {
                              if (!error) self->read();
                            });
  }

  /// Ends a connection that waits for a request; one that is answering ends afterwards.
  void stop_when_idle() {
    if (!answering_) beast::get_lowest_layer(stream_).cancel();
  }

 private:
  void read() {
    if (shared_.stopping) return close();
    parser_.emplace();
    parser_->header_limit(shared_.options.header_bytes_max);
    parser_->body_limit(shared_.options.body_bytes_max);
    // The wait for a first byte may be long; from then on the request must come in time.
    auto& transport = beast::get_lowest_layer(stream_);
    transport.expires_after(shared_.options.idle_time_max);
    http::async_read_some(stream_, buffer_, *parser_,
                          [self = shared_from_this()](const ErrorCodeAsio& error, std::size_t) {
                            self->on_first_bytes(error);
                          });
  }

  void on_first_bytes(const ErrorCodeAsio& error) {
    if (error) return on_request(error);
    if (parser_->is_done()) return on_request({});
    beast::get_lowest_layer(stream_).expires_after(shared_.options.exchange_time_max);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](const ErrorCodeAsio& failure, std::size_t) {
                       self->on_request(failure);
                     });
  }

  void on_request(const ErrorCodeAsio& error) {
    if (error == http::error::body_limit) return refuse(plain_error(413, "limit_exceeded"));
    if (error == http::error::header_limit) return refuse(plain_error(431, "limit_exceeded"));
    if (error == http::error::end_of_stream) return close();
    if (error.category() == http::make_error_code(http::error::bad_method).category()) {
      return refuse(plain_error(400, "malformed"));
    }
    if (error) return;  // cut, timed out or cancelled: there is nobody to answer
    answering_ = true;
    const auto& message = parser_->get();
    Request request{.method = std::string(message.method_string()),
                    .target = std::string(message.target()),
                    .headers = {},
                    .body = {}};
    for (const auto& field : message) {
      request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    }
    const bool keep = message.keep_alive() && !shared_.stopping;
    request.body = std::move(parser_->get().body());
    write(shared_.handler(request), keep);
  }

  void refuse(const Response& response) {
    answering_ = true;
    write(response, false);
  }

  void write(const Response& response, bool keep) {
    answer_.emplace();
    answer_->version(11);
    answer_->result(static_cast<unsigned>(response.status));
    for (const auto& header : response.headers) answer_->insert(header.name, header.value);
    answer_->body() = response.body;
    answer_->keep_alive(keep);
    answer_->prepare_payload();
    beast::get_lowest_layer(stream_).expires_after(shared_.options.exchange_time_max);
    http::async_write(stream_, *answer_,
                      [self = shared_from_this(), keep](const ErrorCodeAsio& error, std::size_t) {
                        self->answering_ = false;
                        if (error) return;
                        if (keep) return self->read();
                        self->close();
                      });
  }

  void close() {
    beast::get_lowest_layer(stream_).expires_after(shared_.options.exchange_time_max);
    stream_.async_shutdown([self = shared_from_this()](const ErrorCodeAsio&) {});
  }

  beast::ssl_stream<beast::tcp_stream> stream_;
  Shared& shared_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<http::response<http::string_body>> answer_;
  bool answering_{false};
};

Status set_up_tls(asio::ssl::context& tls, const ListenOptions& options) {
  ErrorCodeAsio error;
  tls.use_certificate_chain(asio::buffer(options.certificate_pem), error);
  if (!error) {
    tls.use_private_key(asio::buffer(options.key_pem), asio::ssl::context::pem, error);
  }
  if (error) return Error{ErrorCode::kInvalidArgument, "TLS certificate or key", error.value()};
  auto* native = tls.native_handle();
  if (SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION) != 1 ||
      SSL_CTX_set1_groups_list(native, "X25519:P-256") != 1 ||
      SSL_CTX_check_private_key(native) != 1) {
    return Error{ErrorCode::kInvalidArgument, "TLS settings", 0};
  }
  // One ticket is enough to resume, and each costs the client about 250 bytes.
  SSL_CTX_set_num_tickets(native, 1);
  return {};
}

}  // namespace

struct Listener::State {
  explicit State(ListenOptions options, Handler handler)
      : shared{.options = std::move(options), .handler = std::move(handler)} {}

  Status bind() {
    ErrorCodeAsio error;
    const auto address = asio::ip::make_address(shared.options.host, error);
    if (error) return Error{ErrorCode::kInvalidArgument, "listen address", error.value()};
    const Tcp::endpoint endpoint(address, shared.options.port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return Error{ErrorCode::kStorageIo, "the port cannot be bound", error.value()};
    return {};
  }

  void accept() {
    acceptor.async_accept([this](const ErrorCodeAsio& error, Tcp::socket socket) {
      if (shared.stopping) return;
      if (error) return pause_accepting();  // out of descriptors, or the peer left
      ErrorCodeAsio ignored;
      socket.set_option(Tcp::no_delay(true), ignored);
      auto connection = std::make_shared<Connection>(std::move(socket), tls, shared);
      connections.insert(connection);
      connection->start();
      std::erase_if(connections, [](const auto& weak) { return weak.expired(); });
      accept();
    });
  }

  void pause_accepting() {
    pause.expires_after(kAcceptPause);
    pause.async_wait([this](const ErrorCodeAsio& error) {
      if (!error && !shared.stopping) accept();
    });
  }

  void stop_now() {
    if (shared.stopping) return;
    shared.stopping = true;
    ErrorCodeAsio ignored;
    acceptor.close(ignored);
    signals.cancel(ignored);
    pause.cancel();
    for (const auto& weak : connections) {
      if (const auto connection = weak.lock()) connection->stop_when_idle();
    }
  }

  Shared shared;
  asio::io_context context{1};
  asio::ssl::context tls{asio::ssl::context::tls_server};
  Tcp::acceptor acceptor{context};
  asio::signal_set signals{context};
  asio::steady_timer pause{context};
  std::set<std::weak_ptr<Connection>, std::owner_less<>> connections;
};

Listener::Listener(std::unique_ptr<State> state) : state_(std::move(state)) {}
Listener::~Listener() = default;

Result<std::unique_ptr<Listener>> Listener::open(ListenOptions options, Handler handler) {
  auto state = std::make_unique<State>(std::move(options), std::move(handler));
  CPA_TRY(set_up_tls(state->tls, state->shared.options));
  CPA_TRY(state->bind());
  return std::unique_ptr<Listener>(new Listener(std::move(state)));
}

std::uint16_t Listener::port() const noexcept {
  ErrorCodeAsio error;
  return state_->acceptor.local_endpoint(error).port();
}

void Listener::run() {
  ErrorCodeAsio ignored;
  state_->signals.add(SIGTERM, ignored);
  state_->signals.add(SIGINT, ignored);
  state_->signals.async_wait([this](const ErrorCodeAsio& error, int) {
    if (!error) state_->stop_now();
  });
  state_->accept();
  state_->context.run();
}

void Listener::stop() {
  asio::post(state_->context, [this] { state_->stop_now(); });
}

}  // namespace cpa::server
