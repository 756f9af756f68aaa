#include "tools/server/http/listener.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <thread>

#include "tools/server/http/certificates.h"

namespace cpa::server {
namespace {

namespace asio = boost::asio;

TlsIdentity identity() {
  const auto now =
      std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  return *make_tls_identity("127.0.0.1", now);
}

/// A listener on a thread of its own, and a plain TLS client.
class ListenerTest : public testing::Test {
 protected:
  void SetUp() override {
    ListenOptions options;
    options.certificate_pem = tls_.certificate_pem;
    options.key_pem = tls_.key_pem;
    options.body_bytes_max = 1000;
    auto opened = Listener::open(std::move(options), [](const Request& request) {
      return Response{.status = 200,
                      .headers = {{"content-type", "text/plain"}},
                      .body = request.method + " " + request.target + " " + request.body};
    });
    ASSERT_TRUE(opened) << opened.error().message;
    listener_ = std::move(*opened);
    thread_ = std::thread([this] { listener_->run(); });
  }

  void TearDown() override {
    listener_->stop();
    thread_.join();
  }

  /// Sends `texts` one after the other on one connection; what came back, "" when TLS failed.
  std::string talk(const std::vector<std::string>& texts, int version_max = TLS1_3_VERSION) {
    asio::io_context context;
    asio::ssl::context tls(asio::ssl::context::tls_client);
    tls.add_certificate_authority(asio::buffer(tls_.roots_pem));
    tls.set_verify_mode(asio::ssl::verify_peer);
    SSL_CTX_set_max_proto_version(tls.native_handle(), version_max);
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(tls.native_handle()), X509_V_FLAG_X509_STRICT);
    asio::ssl::stream<asio::ip::tcp::socket> stream(context, tls);
    stream.next_layer().connect({asio::ip::make_address("127.0.0.1"), listener_->port()});
    boost::system::error_code error;
    stream.set_verify_callback(asio::ssl::host_name_verification("127.0.0.1"));
    stream.handshake(asio::ssl::stream_base::client, error);
    if (error) return "";
    std::string all;
    for (const auto& text : texts) {
      asio::write(stream, asio::buffer(text), error);
      std::array<char, 4096> buffer{};
      const auto size = stream.read_some(asio::buffer(buffer), error);
      all.append(buffer.data(), size);
    }
    return all;
  }

  TlsIdentity tls_ = identity();
  std::unique_ptr<Listener> listener_;
  std::thread thread_;
};

TEST_F(ListenerTest, AnswersSeveralRequestsOnOneConnection) {
  const auto all = talk({"GET /a HTTP/1.1\r\nhost: x\r\n\r\n",
                         "POST /b HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nhi"});
  EXPECT_NE(all.find("GET /a "), std::string::npos) << all;
  EXPECT_NE(all.find("POST /b hi"), std::string::npos) << all;
}

TEST_F(ListenerTest, SpeaksNothingOlderThanTls13) {
  EXPECT_EQ(talk({"GET / HTTP/1.1\r\nhost: x\r\n\r\n"}, TLS1_2_VERSION), "");
}

TEST_F(ListenerTest, RefusesABodyAboveTheLimit) {
  const auto all =
      talk({"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5000\r\n\r\n" + std::string(5000, 'x')});
  EXPECT_NE(all.find("413"), std::string::npos) << all;
}

TEST_F(ListenerTest, RefusesWhatIsNotHttp) {
  EXPECT_NE(talk({"hello\r\n\r\n"}).find("400"), std::string::npos);
}

TEST(ListenerOpenTest, RefusesABadKey) {
  const auto tls = identity();
  ListenOptions options;
  options.certificate_pem = tls.certificate_pem;
  options.key_pem = tls.backup_key_pem;
  EXPECT_FALSE(Listener::open(std::move(options), [](const Request&) { return Response{}; }));
}

}  // namespace
}  // namespace cpa::server
