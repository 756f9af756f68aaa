#include "tests/contract/tls_server.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/base/check.h"

extern char** environ;

namespace cpa::contract {

TestFolder::TestFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "cpa-contract-XXXXXX").string();
  CPA_CHECK(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TestFolder::~TestFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

TlsServer::TlsServer(const std::string& scenario) {
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  CPA_CHECK(::pipe2(input.data(), O_CLOEXEC) == 0 && ::pipe2(output.data(), O_CLOEXEC) == 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  std::string python = "python3";
  std::string script = CPA_SOURCE_DIR "/tests/contract/tls_server.py";
  std::string folder = folder_.path().string();
  std::string chosen = scenario;
  const std::array<char*, 5> words = {python.data(), script.data(), folder.data(), chosen.data(),
                                      nullptr};
  CPA_CHECK(::posix_spawnp(&process_, "python3", &actions, nullptr, words.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  ::close(input[0]);
  ::close(output[1]);
  stdin_ = input[1];
  read_greeting(output[0]);
}

void TlsServer::read_greeting(int descriptor) {
  std::FILE* const stream = ::fdopen(descriptor, "r");
  std::array<char, 64> port{};
  std::array<char, 256> pin{};
  CPA_CHECK(std::fscanf(stream, "port %63s pin %255s", port.data(), pin.data()) == 2);
  std::fclose(stream);
  port_ = port.data();
  pin_ = pin.data();
}

TlsServer::~TlsServer() {
  ::close(stdin_);  // its sign to end
  int status = 0;
  ::waitpid(process_, &status, 0);
}

std::string TlsServer::url(const std::string& path, const std::string& host) const {
  return "https://" + host + ":" + port_ + path;
}

std::string TlsServer::pem(const std::string& name) const {
  std::ifstream file(folder_.path() / (name + ".pem"));
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace cpa::contract
