#include "sync/engine/answer.h"

#include <utility>

#include "core/codec/gzip.h"
#include "core/codec/json.h"
#include "sync/protocol/versions.h"

namespace cpa::engine {
namespace {

using protocol::PullMode;

/// A page is far below this; what expands beyond it is an attack.
constexpr std::size_t kPlainBytesMax = 8U << 20U;
constexpr codec::JsonLimits kAnswerLimits{.bytes_max = kPlainBytesMax,
                                          .depth_max = 16,
                                          .string_max = 256U << 10U,
                                          .values_max = 1'000'000};

Judged no(Verdict verdict, const char* why) {
  Judged judged;
  judged.verdict = verdict;
  judged.why = why;
  return judged;
}

bool is_application_json(const ports::HttpResponse& response) {
  const std::string* type = ports::find_header(response.headers, "content-type");
  return type != nullptr && type->substr(0, type->find(';')) == protocol::kJsonType;
}

/// The plain bytes of a verified body.
Result<Bytes> plain_body(const ports::HttpResponse& response) {
  const std::string* coding = ports::find_header(response.headers, "content-encoding");
  if (coding == nullptr || *coding == "identity") return response.body;
  if (*coding != "gzip") return Error{ErrorCode::kProtocol, "an unknown content coding"};
  return codec::gzip_expand(response.body, kPlainBytesMax);
}

bool lies_behind(const protocol::SyncResponse& response,
                 const std::optional<protocol::Checkpoint>& checkpoint,
                 const store::SyncMeta& meta) {
  if (meta.server_epoch_random.empty()) return false;
  if (response.server_epoch.n != meta.server_epoch_n) {
    return response.server_epoch.n < meta.server_epoch_n;
  }
  return response.durable_seq < meta.durable_seq || response.last_seq < meta.last_seq ||
         (checkpoint && checkpoint->at < meta.at);
}

/// A checkpoint is believed only from a trusted key, for this account and this server epoch.
Result<protocol::Checkpoint> trusted_checkpoint(const protocol::SyncResponse& response,
                                                const trust::Trust& trust) {
  CPA_TRY_ASSIGN(const std::string kid, protocol::jws_kid(*response.checkpoint));
  const std::optional<protocol::VerifyingKey> key = trust.find_key(kid);
  if (!key) return Error{ErrorCode::kUnknownKey, "checkpoint: an unknown key"};
  CPA_TRY_ASSIGN(protocol::Checkpoint checkpoint,
                 protocol::verify_checkpoint(*response.checkpoint, *key));
  if (checkpoint.account != response.account || checkpoint.server_epoch != response.server_epoch) {
    return Error{ErrorCode::kSignature, "checkpoint: of another account or epoch"};
  }
  return checkpoint;
}

store::PullKind kind_of(PullMode mode) {
  switch (mode) {
    case PullMode::kUnchanged:
      return store::PullKind::kUnchanged;
    case PullMode::kDelta:
      return store::PullKind::kDelta;
    case PullMode::kPage:
      return store::PullKind::kPage;
    case PullMode::kReset:
      return store::PullKind::kReset;
  }
  return store::PullKind::kUnchanged;
}

/// Judges the bytes that carry the server's signature.
Judged judge_signed(const ports::HttpResponse& response, const Expected& expected,
                    const trust::Trust& trust) {
  const Result<Bytes> plain = plain_body(response);
  if (!plain) return no(Verdict::kServerDown, "signed, and does not expand");
  const Result<codec::Json> json = codec::parse_json(ByteView(*plain), kAnswerLimits);
  if (!json) return no(Verdict::kServerDown, "signed, and no strict JSON");
  Result<protocol::SyncResponse> parsed = protocol::sync_response_from_json(*json);
  if (!parsed) {
    const bool newer = parsed.error().code == ErrorCode::kUnsupported;
    return no(newer ? Verdict::kUpdateNeeded : Verdict::kServerDown, "signed, and of another form");
  }
  if (parsed->nonce != expected.nonce || parsed->account != expected.account ||
      parsed->device != expected.device || parsed->epoch != expected.epoch) {
    return no(Verdict::kIntercepted, "signed, and for another request");
  }
  Judged judged;
  if (parsed->checkpoint) {
    Result<protocol::Checkpoint> checkpoint = trusted_checkpoint(*parsed, trust);
    if (!checkpoint) return no(Verdict::kIntercepted, "a checkpoint that is not the server's");
    judged.checkpoint = std::move(*checkpoint);
  }
  if (lies_behind(*parsed, judged.checkpoint, expected.meta)) {
    return no(Verdict::kLagging, "behind what we have");
  }
  judged.verdict = Verdict::kVerified;
  judged.response = std::move(*parsed);
  return judged;
}

}  // namespace

Judged judge_answer(const ports::HttpResponse& response, const Expected& expected,
                    const trust::Trust& trust) {
  if (response.status == 401) return no(Verdict::kUnauthorized, "401");
  if (response.status == 426) return no(Verdict::kUpdateNeeded, "426");
  if (response.status != 200) return no(Verdict::kServerDown, "another status");
  if (!is_application_json(response)) return no(Verdict::kServerDown, "another content type");
  const Status signature = protocol::verify_response(
      response, expected.binding, [&](std::string_view kid) { return trust.find_key(kid); });
  if (!signature) return no(Verdict::kIntercepted, "not signed by the server for this request");
  return judge_signed(response, expected, trust);
}

store::Answer to_store(const Judged& judged) {
  const protocol::SyncResponse& response = judged.response;
  store::Answer answer;
  answer.server_epoch_n = response.server_epoch.n;
  answer.server_epoch_random = response.server_epoch.random;
  answer.durable_seq = response.durable_seq;
  answer.last_seq = response.last_seq;
  answer.law_seq = response.law_seq;
  answer.server_time = model::format_instant(response.server_time);
  for (const protocol::CommandResult& result : response.results) {
    answer.results.push_back({result.rseq, result.id, result.seq,
                              std::string(protocol::outcome_name(result.outcome)), result.code,
                              codec::to_text(protocol::to_json(result)), false});
  }
  answer.pull = kind_of(response.pull.mode);
  for (const protocol::RowOp& op : response.pull.ops) {
    answer.changes.push_back({op.is_delete, {op.part, op.key, op.rev, op.after_seq, op.body}});
  }
  answer.cursor = response.pull.to;
  answer.more = response.pull.more;
  if (judged.checkpoint) {
    answer.checkpoint = *response.checkpoint;
    answer.root = judged.checkpoint->root;
    answer.at = judged.checkpoint->at;
    answer.covered_seq = judged.checkpoint->after_seq;
  }
  return answer;
}

}  // namespace cpa::engine
