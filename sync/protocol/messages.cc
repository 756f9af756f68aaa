#include "sync/protocol/messages.h"

#include <array>
#include <utility>

#include "sync/protocol/versions.h"

namespace cpa::protocol {
namespace {

using codec::Json;
using codec::JsonReader;

constexpr std::array<std::pair<Outcome, std::string_view>, 3> kOutcomes = {
    {{Outcome::kApplied, "applied"},
     {Outcome::kRejected, "rejected"},
     {Outcome::kDeferred, "deferred"}}};

constexpr std::array<std::pair<PullMode, std::string_view>, 4> kModes = {
    {{PullMode::kUnchanged, "unchanged"},
     {PullMode::kDelta, "delta"},
     {PullMode::kPage, "page"},
     {PullMode::kReset, "reset"}}};

Json optional_text(const std::optional<std::string>& text) { return text ? Json(*text) : Json(); }

Json epoch_to_json(const ServerEpoch& epoch) {
  return Json::object({{"n", epoch.n}, {"random", epoch.random}});
}

ServerEpoch epoch_from(JsonReader& reader) {
  return {reader.require_integer("n"), reader.require_string("random")};
}

Result<std::vector<std::string>> strings_from(const Json::Array& array) {
  std::vector<std::string> strings;
  for (const Json& item : array) {
    if (item.as_string() == nullptr) return Error{ErrorCode::kMalformed, "a string is expected"};
    strings.push_back(*item.as_string());
  }
  return strings;
}

Json strings_to_json(const std::vector<std::string>& strings) {
  Json array = Json::array();
  for (const std::string& text : strings) array.push(text);
  return array;
}

Json op_to_json(const RowOp& op) {
  Json json = Json::object(
      {{"op", op.is_delete ? "del" : "put"}, {"part", op.part}, {"key", op.key}, {"rev", op.rev}});
  if (!op.is_delete) {
    json.set("after_seq", op.after_seq);
    json.set("body", op.body);
  }
  return json;
}

Result<RowOp> op_from_json(const Json& json) {
  JsonReader reader(json, "op");
  RowOp op;
  const std::string& name = reader.require_string("op");
  op.is_delete = name == "del";
  if (!op.is_delete && name != "put") reader.fail("op", "neither put nor del");
  op.part = reader.require_string("part");
  op.key = reader.require_string("key");
  op.rev = reader.require_integer("rev");
  if (!op.is_delete) {
    op.after_seq = reader.require_integer("after_seq");
    op.body = reader.require_string("body");
  }
  if (op.part.empty() || op.part.size() > 32 || op.key.empty() || op.key.size() > 64) {
    reader.fail("key", "empty or too long");
  }
  if (op.rev < 0 || op.after_seq < 0) reader.fail("rev", "below zero");
  CPA_TRY(reader.finish_allowing_unknown());
  return op;
}

Json pull_to_json(const Pull& pull) {
  Json json = Json::object({{"mode", pull_mode_name(pull.mode)}});
  if (!pull.reason.empty()) json.set("reason", pull.reason);
  json.set("to", pull.to);
  Json ops = Json::array();
  for (const RowOp& op : pull.ops) ops.push(op_to_json(op));
  json.set("ops", std::move(ops));
  json.set("more", pull.more);
  return json;
}

Result<Pull> pull_from_json(const Json& json) {
  JsonReader reader(json, "pull");
  Pull pull;
  const std::string& name = reader.require_string("mode");
  bool known = false;
  for (const auto& [mode, text] : kModes) {
    if (text != name) continue;
    pull.mode = mode;
    known = true;
  }
  if (!known) reader.fail("mode", "unknown");
  pull.reason = reader.optional_string("reason").value_or("");
  pull.to = reader.require_string("to");
  const Json::Array& ops = reader.require_array("ops");
  pull.more = reader.require_bool("more");
  CPA_TRY(reader.finish_allowing_unknown());
  for (const Json& item : ops) {
    CPA_TRY_ASSIGN(RowOp op, op_from_json(item));
    pull.ops.push_back(std::move(op));
  }
  return pull;
}

Result<std::vector<PartRoot>> parts_from_json(const Json& parts) {
  std::vector<PartRoot> roots;
  for (const auto& [name, value] : *parts.as_object()) {
    JsonReader reader(value, "parts");
    PartRoot root{name, reader.require_integer("count"), reader.require_string("root")};
    CPA_TRY(reader.finish_allowing_unknown());
    roots.push_back(std::move(root));
  }
  return roots;
}

}  // namespace

std::string_view outcome_name(Outcome outcome) noexcept {
  for (const auto& [value, name] : kOutcomes) {
    if (value == outcome) return name;
  }
  return "invalid";
}

Result<Outcome> parse_outcome(std::string_view name) {
  for (const auto& [value, known] : kOutcomes) {
    if (known == name) return value;
  }
  return Error{ErrorCode::kMalformed, "unknown outcome"};
}

std::string_view pull_mode_name(PullMode mode) noexcept {
  for (const auto& [value, name] : kModes) {
    if (value == mode) return name;
  }
  return "invalid";
}

Json to_json(const SyncRequest& request) {
  Json json = Json::object(
      {{"v", kProtocolVersion},
       {"nonce", request.nonce},
       {"app", Json::object({{"build", request.app_build},
                             {"schema", request.app_schema},
                             {"semantics", request.app_semantics}})},
       {"dev", Json::object({{"id", request.device}, {"epoch", request.epoch}})},
       {"server_epoch", request.server_epoch ? epoch_to_json(*request.server_epoch) : Json()},
       {"commands", strings_to_json(request.commands)},
       {"seen_results", request.seen_results},
       {"cursor", optional_text(request.cursor)},
       {"max_bytes", request.max_bytes}});
  json.set("have", request.have_root ? Json::object({{"root", *request.have_root}}) : Json());
  json.set("law_seq", request.law_seq);
  json.set("net",
           Json::object({{"class", request.net_class}, {"budget_bytes", request.budget_bytes}}));
  return json;
}

Result<SyncRequest> sync_request_from_json(const Json& json) {
  JsonReader reader(json, "request");
  if (reader.require_integer("v") != kProtocolVersion) {
    return Error{ErrorCode::kUnsupported, "request: another protocol version"};
  }
  SyncRequest request;
  request.nonce = reader.require_string("nonce");
  JsonReader app(reader.require_object("app"), "request.app");
  request.app_build = app.require_integer("build");
  request.app_schema = app.require_integer("schema");
  request.app_semantics = app.require_integer("semantics");
  JsonReader dev(reader.require_object("dev"), "request.dev");
  request.device = dev.require_string("id");
  request.epoch = dev.require_string("epoch");
  const Json* epoch = reader.optional_object("server_epoch");
  CPA_TRY_ASSIGN(request.commands, strings_from(reader.require_array("commands")));
  request.seen_results = reader.require_integer("seen_results");
  request.cursor = reader.optional_string("cursor");
  request.max_bytes = reader.require_integer("max_bytes");
  const Json* have = reader.optional_object("have");
  request.law_seq = reader.require_integer("law_seq");
  JsonReader net(reader.require_object("net"), "request.net");
  request.net_class = net.require_string("class");
  request.budget_bytes = net.require_integer("budget_bytes");
  CPA_TRY(reader.finish());
  CPA_TRY(app.finish());
  CPA_TRY(dev.finish());
  CPA_TRY(net.finish());
  if (epoch != nullptr) {
    JsonReader fields(*epoch, "request.server_epoch");
    request.server_epoch = epoch_from(fields);
    CPA_TRY(fields.finish());
  }
  if (have != nullptr) {
    JsonReader fields(*have, "request.have");
    request.have_root = fields.require_string("root");
    CPA_TRY(fields.finish());
  }
  return request;
}

Json to_json(const CommandResult& result) {
  return Json::object({{"rseq", result.rseq},
                       {"id", result.id},
                       {"seq", result.seq},
                       {"dup", result.dup},
                       {"outcome", outcome_name(result.outcome)},
                       {"code", result.code},
                       {"articles", strings_to_json(result.articles)},
                       {"args", result.args},
                       {"rows", result.rows}});
}

Result<CommandResult> command_result_from_json(const Json& json) {
  JsonReader reader(json, "result");
  CommandResult result;
  result.rseq = reader.require_integer("rseq");
  result.id = reader.require_string("id");
  result.seq = reader.require_integer("seq");
  result.dup = reader.require_bool("dup");
  const std::string& outcome = reader.require_string("outcome");
  result.code = reader.require_string("code");
  const Json::Array& articles = reader.require_array("articles");
  result.args = reader.require_object("args");
  result.rows = Json(reader.require_array("rows"));
  CPA_TRY(reader.finish_allowing_unknown());
  CPA_TRY_ASSIGN(result.outcome, parse_outcome(outcome));
  CPA_TRY_ASSIGN(result.articles, strings_from(articles));
  return result;
}

Json to_json(const SyncResponse& response) {
  Json results = Json::array();
  for (const CommandResult& result : response.results) results.push(to_json(result));
  Json parts = Json::object();
  for (const PartRoot& part : response.parts) {
    parts.set(part.part, Json::object({{"count", part.count}, {"root", part.root}}));
  }
  Json json = Json::object({{"v", kProtocolVersion},
                            {"nonce", response.nonce},
                            {"to", Json::object({{"account", response.account},
                                                 {"device", response.device},
                                                 {"epoch", response.epoch}})},
                            {"server_time", model::format_instant(response.server_time)},
                            {"server_epoch", epoch_to_json(response.server_epoch)},
                            {"durable_seq", response.durable_seq},
                            {"last_seq", response.last_seq}});
  if (response.expect) json.set("expect", *response.expect);
  json.set("results", std::move(results));
  json.set("pull", pull_to_json(response.pull));
  json.set("parts", std::move(parts));
  json.set("checkpoint", optional_text(response.checkpoint));
  json.set("law_seq", response.law_seq);
  json.set("blobs", Json::array());
  if (response.min_build) json.set("min_build", *response.min_build);
  if (response.retry_after_s) json.set("retry_after_s", *response.retry_after_s);
  return json;
}

Result<SyncResponse> sync_response_from_json(const Json& json) {
  JsonReader reader(json, "answer");
  if (reader.require_integer("v") != kProtocolVersion) {
    return Error{ErrorCode::kUnsupported, "answer: another protocol version"};
  }
  SyncResponse response;
  response.nonce = reader.require_string("nonce");
  JsonReader to(reader.require_object("to"), "answer.to");
  response.account = to.require_string("account");
  response.device = to.require_string("device");
  response.epoch = to.require_string("epoch");
  const std::string& time = reader.require_string("server_time");
  JsonReader epoch(reader.require_object("server_epoch"), "answer.server_epoch");
  response.server_epoch = epoch_from(epoch);
  response.durable_seq = reader.require_integer("durable_seq");
  response.last_seq = reader.require_integer("last_seq");
  response.expect = reader.optional_integer("expect");
  const Json::Array& results = reader.require_array("results");
  const Json& pull = reader.require_object("pull");
  const Json& parts = reader.require_object("parts");
  response.checkpoint = reader.optional_string("checkpoint");
  response.law_seq = reader.require_integer("law_seq");
  response.min_build = reader.optional_integer("min_build");
  response.retry_after_s = reader.optional_integer("retry_after_s");
  CPA_TRY(reader.finish_allowing_unknown());
  CPA_TRY(to.finish_allowing_unknown());
  CPA_TRY(epoch.finish_allowing_unknown());
  CPA_TRY_ASSIGN(response.server_time, model::parse_instant(time));
  for (const Json& item : results) {
    CPA_TRY_ASSIGN(CommandResult result, command_result_from_json(item));
    response.results.push_back(std::move(result));
  }
  CPA_TRY_ASSIGN(response.pull, pull_from_json(pull));
  CPA_TRY_ASSIGN(response.parts, parts_from_json(parts));
  return response;
}

}  // namespace cpa::protocol
