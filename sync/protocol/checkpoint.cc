#include "sync/protocol/checkpoint.h"

#include "sync/protocol/versions.h"

namespace cpa::protocol {
namespace {

using codec::Json;

Result<Checkpoint> from_json(const Json& json) {
  codec::JsonReader reader(json, "checkpoint");
  Checkpoint checkpoint;
  checkpoint.account = reader.require_string("account");
  codec::JsonReader epoch(reader.require_object("server_epoch"), "checkpoint.server_epoch");
  checkpoint.server_epoch = {epoch.require_integer("n"), epoch.require_string("random")};
  checkpoint.at = reader.require_integer("at");
  const std::string time = reader.require_string("time");
  checkpoint.after_seq = reader.require_integer("after_seq");
  checkpoint.count = reader.require_integer("count");
  checkpoint.root = reader.require_string("root");
  CPA_TRY(reader.finish_allowing_unknown());
  CPA_TRY(epoch.finish_allowing_unknown());
  CPA_TRY_ASSIGN(checkpoint.time, model::parse_instant(time));
  return checkpoint;
}

}  // namespace

Result<std::string> make_checkpoint(const Checkpoint& checkpoint, std::string_view kid,
                                    const Signer& sign) {
  const Json json =
      Json::object({{"account", checkpoint.account},
                    {"server_epoch", Json::object({{"n", checkpoint.server_epoch.n},
                                                   {"random", checkpoint.server_epoch.random}})},
                    {"at", checkpoint.at},
                    {"time", model::format_instant(checkpoint.time)},
                    {"after_seq", checkpoint.after_seq},
                    {"count", checkpoint.count},
                    {"root", checkpoint.root}});
  return make_jws(JwsAlgorithm::kEdDsa, kCheckpointTyp, Json::object({{"kid", kid}}),
                  codec::canonical(json), sign);
}

Result<Checkpoint> verify_checkpoint(std::string_view jws, const VerifyingKey& key) {
  CPA_TRY_ASSIGN(const Json payload, verify_jws(jws, kCheckpointTyp, key));
  return from_json(payload);
}

Result<Checkpoint> read_checkpoint(std::string_view jws) {
  CPA_TRY_ASSIGN(const ParsedJws parsed, parse_jws(jws));
  CPA_TRY_ASSIGN(const Json payload, codec::parse_json(ByteView(parsed.payload)));
  return from_json(payload);
}

}  // namespace cpa::protocol
