#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace cpa::contract {

/// A folder that goes with the object.
class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

/// The loopback server of `tls_server.py`, alive as long as this object.
class TlsServer {
 public:
  /// Starts the server with one of its scenarios and waits until it listens.
  explicit TlsServer(const std::string& scenario = "good");
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  /// "https://HOST:PORT" followed by `path`.
  [[nodiscard]] std::string url(const std::string& path,
                                const std::string& host = "localhost") const;
  /// The certificate `name` in PEM; "root" is the one to trust.
  [[nodiscard]] std::string pem(const std::string& name) const;
  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_.path(); }
  /// The pin of the key that a good server holds.
  [[nodiscard]] const std::string& pin() const noexcept { return pin_; }

 private:
  void read_greeting(int descriptor);

  TestFolder folder_;
  pid_t process_{-1};
  int stdin_{-1};
  std::string port_;
  std::string pin_;
};

}  // namespace cpa::contract
