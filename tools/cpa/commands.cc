#include "tools/cpa/commands.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <future>
#include <iterator>
#include <memory>

#include "core/base/result.h"
#include "platform/client/desktop.h"
#include "platform/posix/clock.h"

namespace cpa::tool {
namespace {

using codec::Json;

int print_text(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  return 0;
}

int print(const Json& json) { return print_text(codec::to_text(json, 2) + "\n"); }

int fail(const Request& request, const Error& error) {
  if (request.output.json) {
    print(error_json(error, request.output.language));
  } else {
    const std::string text = error_text(error, request.output.language);
    std::fwrite(text.data(), 1, text.size(), stderr);
  }
  return error.code == ErrorCode::kUsage ? 2 : 1;
}

Result<std::string> read_file(const std::string& path) {
  constexpr std::size_t kFileBytesMax = 4U << 20U;
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::kNotFound, "cannot read the file given"};
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (text.size() > kFileBytesMax) return Error{ErrorCode::kLimitExceeded, "the file is too large"};
  return text;
}

Result<Json> read_json(const std::string& path) {
  CPA_TRY_ASSIGN(const std::string text, read_file(path));
  return codec::parse_json(text);
}

/// Calls an asynchronous member of the client and waits for its answer on this thread.
template <typename T, typename Call>
Result<T> wait_for(Call call) {
  auto promise = std::make_shared<std::promise<Result<T>>>();
  std::future<Result<T>> future = promise->get_future();
  call([promise](Result<T> result) { promise->set_value(std::move(result)); });
  return future.get();
}

Result<std::optional<model::Date>> date_of(const Request& request) {
  if (request.on.empty()) return std::optional<model::Date>{};
  CPA_TRY_ASSIGN(const model::Date date, model::parse_date(request.on));
  return std::optional<model::Date>{date};
}

Result<ports::NetworkClass> network_of(const std::string& name) {
  if (name.empty() || name == "wifi") return ports::NetworkClass::kUnmetered;
  if (name == "metered") return ports::NetworkClass::kMetered;
  if (name == "roaming") return ports::NetworkClass::kRoaming;
  if (name == "captive") return ports::NetworkClass::kCaptive;
  if (name == "none") return ports::NetworkClass::kNone;
  return Error{ErrorCode::kUsage, "--network takes wifi, metered, roaming, captive or none"};
}

/// Opens the account of `request`, runs `use` on it, and prints its error if it has one.
template <typename Use>
int with_client(const Request& request, Use use) {
  Result<std::unique_ptr<Desktop>> desktop = open_desktop(request.home);
  if (!desktop) return fail(request, desktop.error());
  const Status done = use(**desktop);
  return done ? 0 : fail(request, done.error());
}

Status enrol(Desktop& desktop, const Request& request) {
  CPA_TRY_ASSIGN(std::string trust, read_file(request.file));
  CPA_TRY(wait_for<void>([&](auto done) { desktop.client().trust(std::move(trust), done); }));
  if (!request.code.empty()) {
    CPA_TRY(wait_for<void>([&](auto done) { desktop.client().enrol(request.code, done); }));
  }
  return {};
}

}  // namespace

int run_init(const Request& request) {
  return with_client(request, [&](Desktop& desktop) -> Status {
    CPA_TRY(enrol(desktop, request));
    CPA_TRY_ASSIGN(const ClientStatus status,
                   wait_for<ClientStatus>([&](auto done) { desktop.client().status(done); }));
    if (request.output.json) {
      print(to_json(status));
    } else {
      print_text(status_text(status, request.output.language));
    }
    return {};
  });
}

int run_status(const Request& request) {
  return with_client(request, [&](Desktop& desktop) -> Status {
    CPA_TRY_ASSIGN(const ClientStatus status,
                   wait_for<ClientStatus>([&](auto done) { desktop.client().status(done); }));
    if (request.output.json) {
      print(to_json(status));
    } else {
      print_text(status_text(status, request.output.language));
    }
    return {};
  });
}

int run_sync(const Request& request) {
  bool settled = true;
  const int code = with_client(request, [&](Desktop& desktop) -> Status {
    CPA_TRY_ASSIGN(const ports::NetworkClass network, network_of(request.network));
    desktop.set_network(network);
    for (int i = 0; i < request.count; ++i) {
      CPA_TRY_ASSIGN(const SyncReport report,
                     wait_for<SyncReport>([&](auto done) { desktop.client().sync(done); }));
      if (request.output.json) {
        print(to_json(report));
      } else {
        print_text(sync_text(report, request.output.language));
      }
      settled = report.state == "online";
    }
    return {};
  });
  return code != 0 ? code : (settled ? 0 : 1);
}

int run_rights(const Request& request) {
  return with_client(request, [&](Desktop& desktop) -> Status {
    CPA_TRY_ASSIGN(const std::optional<model::Date> on, date_of(request));
    CPA_TRY_ASSIGN(const Json rights,
                   wait_for<Json>([&](auto done) { desktop.client().rights(on, done); }));
    if (request.output.json) {
      print(rights);
    } else {
      print_text(rights_text(rights, request.output.language));
    }
    return {};
  });
}

int run_explain(const Request& request) {
  return with_client(request, [&](Desktop& desktop) -> Status {
    CPA_TRY_ASSIGN(const Json answer, wait_for<Json>([&](auto done) {
                     desktop.client().explain(request.name, request.output.language, done);
                   }));
    const Json* text = answer.find("text");
    if (request.output.json || text == nullptr || text->as_string() == nullptr) {
      print(answer);
    } else {
      print_text(*text->as_string() + "\n");
    }
    return {};
  });
}

int run_simulate(const Request& request) {
  const Result<Json> facts = read_json(request.file);
  if (!facts) return fail(request, facts.error());
  const Result<std::optional<model::Date>> on = date_of(request);
  if (!on) return fail(request, on.error());
  const posix::SystemClock clock;
  const model::Date day = on->value_or(clock.paris_date(clock.utc_now()));
  Simulation asked{request.name, *facts, day, request.output.language, ""};
  if (!request.what_if.empty()) {
    Result<std::string> patch = read_file(request.what_if);
    if (!patch) return fail(request, patch.error());
    asked.what_if = std::move(*patch);
  }
  if (request.output.json) {
    Result<Json> answer = Client::simulate(asked);
    if (!answer) return fail(request, answer.error());
    // Kept beside the receipt, so that the answer can be computed again.
    answer->set("facts", *facts);
    return print(*answer);
  }
  const Result<std::string> text = Client::explain_simulation(asked);
  return text ? print_text(*text + "\n") : fail(request, text.error());
}

/// An answer of `simulate --json` in a file, with the pack it rests on.
Result<PastAnswer> read_answer(const std::string& path, const std::string& pack) {
  CPA_TRY_ASSIGN(const Json answer, read_json(path));
  const Json* receipt = answer.find("receipt");
  const Json* facts = answer.find("facts");
  if (receipt == nullptr || facts == nullptr) {
    return Error{ErrorCode::kMalformed, "no answer of simulate --json"};
  }
  PastAnswer past{*receipt, *facts, ""};
  if (!pack.empty()) {
    CPA_TRY_ASSIGN(past.pack, read_file(pack));
  }
  return past;
}

int run_replay(const Request& request) {
  const Result<PastAnswer> past = read_answer(request.file, request.pack);
  if (!past) return fail(request, past.error());
  const Result<Json> again = Client::replay(*past);
  if (!again) return fail(request, again.error());
  if (request.output.json) return print(*again);
  return print_text(replay_text(*again, request.output.language));
}

int run_compare(const Request& request) {
  const Result<PastAnswer> before = read_answer(request.file, request.pack);
  if (!before) return fail(request, before.error());
  const Result<PastAnswer> after = read_answer(request.name, "");
  if (!after) return fail(request, after.error());
  const Result<std::string> text = Client::explain_change(*before, *after, request.output.language);
  if (!text) return fail(request, text.error());
  return request.output.json ? print(Json::object({{"text", *text}})) : print_text(*text);
}

int run_do(const Request& request) {
  return with_client(request, [&](Desktop& desktop) -> Status {
    CPA_TRY_ASSIGN(const Json args, read_json(request.file));
    CPA_TRY_ASSIGN(const Submitted submitted, wait_for<Submitted>([&](auto done) {
                     desktop.client().submit(request.name, args, done);
                   }));
    const Language language = request.output.language;
    if (request.output.json) {
      print(Json::object(
          {{"id", submitted.id}, {"seq", submitted.seq}, {"advice", submitted.advice}}));
    } else {
      print_text(fmt::format("{} {} (n° {})\n",
                             say(language, "Décision enregistrée sur cet appareil :",
                                 "Decision saved on this device:"),
                             submitted.id, submitted.seq));
      print_text(say(language, "Elle partira au prochain échange avec le serveur.\n",
                     "It leaves with the next exchange with the server.\n"));
    }
    return {};
  });
}

int run_outbox(const Request& request) {
  return with_client(request, [&](Desktop& desktop) -> Status {
    CPA_TRY_ASSIGN(
        std::vector<OutboxEntry> entries,
        wait_for<std::vector<OutboxEntry>>([&](auto done) { desktop.client().outbox(done); }));
    if (!request.name.empty()) {
      std::erase_if(entries, [&](const OutboxEntry& entry) { return entry.id != request.name; });
      if (entries.empty()) return Error{ErrorCode::kNotFound, "no command of that id"};
    }
    if (request.output.json) {
      Json list = Json::array();
      for (const OutboxEntry& entry : entries) list.push(to_json(entry));
      print(request.name.empty() ? list : list.as_array()->front());
    } else {
      print_text(outbox_text(entries, request.output.language));
    }
    return {};
  });
}

int run_contacts(const Request& request) {
  const Language language = request.output.language;
  const Result<Json> contacts = Client::contacts(request.name, language);
  if (!contacts) return fail(request, contacts.error());
  return request.output.json ? print(*contacts) : print_text(contacts_text(*contacts, language));
}

int run_law(const Request& request) {
  const Json packs = Client::law_packs();
  if (request.output.json) return print(packs);
  return print_text(law_text(packs, request.output.language));
}

}  // namespace cpa::tool
