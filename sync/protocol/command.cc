#include "sync/protocol/command.h"

#include "sync/protocol/versions.h"

namespace cpa::protocol {
namespace {

using codec::Json;

Result<std::pair<std::string, std::int64_t>> base_from_json(const Json& item) {
  const Json::Array* pair = item.as_array();
  if (pair == nullptr || pair->size() != 2 || pair->front().as_string() == nullptr ||
      pair->back().as_integer() == nullptr) {
    return Error{ErrorCode::kMalformed, "command.base: not [key, rev]"};
  }
  return std::pair{*pair->front().as_string(), *pair->back().as_integer()};
}

}  // namespace

Json command_to_json(const CommandPayload& command) {
  Json base = Json::array();
  for (const auto& [key, rev] : command.base) base.push(Json::array({key, rev}));
  Json json =
      Json::object({{"aud", command.aud},
                    {"account", command.account},
                    {"device", command.device},
                    {"epoch", command.epoch},
                    {"seq", command.seq},
                    {"id", command.id},
                    {"type", command.type},
                    {"sv", command.sv},
                    {"base", std::move(base)},
                    {"args", command.args},
                    {"made", Json::object({{"lo", model::format_instant(command.made_lo)},
                                           {"hi", model::format_instant(command.made_hi)}})},
                    {"not_after", model::format_instant(command.not_after)}});
  if (command.depends_on) json.set("depends_on", *command.depends_on);
  if (command.law) {
    json.set("law", Json::object({{"seq", command.law->seq}, {"inputs", command.law->inputs}}));
  }
  return json;
}

Result<CommandPayload> command_from_json(const Json& payload) {
  codec::JsonReader reader(payload, "command");
  CommandPayload command;
  command.aud = reader.require_string("aud");
  command.account = reader.require_string("account");
  command.device = reader.require_string("device");
  command.epoch = reader.require_string("epoch");
  command.seq = reader.require_integer("seq");
  command.id = reader.require_string("id");
  command.type = reader.require_string("type");
  command.sv = reader.require_integer("sv");
  command.depends_on = reader.optional_string("depends_on");
  command.args = reader.require_object("args");
  const Json::Array base = reader.require_array("base");
  codec::JsonReader made(reader.require_object("made"), "command.made");
  const std::string lo = made.require_string("lo");
  const std::string hi = made.require_string("hi");
  const std::string not_after = reader.require_string("not_after");
  const Json* law = reader.optional_object("law");
  CPA_TRY(reader.finish());
  CPA_TRY(made.finish());
  if (law != nullptr) {
    codec::JsonReader fields(*law, "command.law");
    command.law = CommandLaw{fields.require_integer("seq"), fields.require_string("inputs")};
    CPA_TRY(fields.finish());
  }
  for (const Json& item : base) {
    CPA_TRY_ASSIGN(auto pair, base_from_json(item));
    command.base.push_back(std::move(pair));
  }
  CPA_TRY_ASSIGN(command.made_lo, model::parse_instant(lo));
  CPA_TRY_ASSIGN(command.made_hi, model::parse_instant(hi));
  CPA_TRY_ASSIGN(command.not_after, model::parse_instant(not_after));
  if (command.seq < 1 || command.id.empty() || command.id.size() > 64 ||
      command.made_lo > command.made_hi) {
    return Error{ErrorCode::kMalformed, "command: seq, id or made out of range"};
  }
  return command;
}

Result<std::string> make_command(const CommandPayload& command, std::string_view kid,
                                 const Signer& sign) {
  return make_jws(JwsAlgorithm::kEs256, kCommandTyp, Json::object({{"kid", kid}}),
                  codec::canonical(command_to_json(command)), sign);
}

Result<CommandPayload> verify_command(std::string_view jws, ByteView device_key) {
  CPA_TRY_ASSIGN(const Json payload,
                 verify_jws(jws, kCommandTyp, {JwsAlgorithm::kEs256, copy_of(device_key)}));
  return command_from_json(payload);
}

}  // namespace cpa::protocol
