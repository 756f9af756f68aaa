#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/law/packs.h"
#include "core/model/date.h"

namespace cpa::law {

/// Which pack, date and inputs gave a result: enough to replay it, and without personal facts.
/// Two receipts diverge when pack, semantics and inputs agree and outputs do not.
struct Receipt {
  std::string pack_id;
  std::int64_t seq{0};
  std::string pack_sha256;
  std::int64_t semantics{1};
  std::string engine;
  model::Date law_date;
  std::string inputs_sha256;
  std::map<std::string, std::string> outputs;  ///< variable → decimal string, "" when missing
  std::string trace_sha256;                    ///< diagnostic only
  bool official{true};
  bool operator==(const Receipt&) const = default;
};

/// The receipt's head: what the pack says, with the date and the inputs.
Receipt begin_receipt(const LawPack& law, model::Date law_date, std::string inputs_sha256);

/// {pack_id, seq, pack_sha256, semantics, engine, law_date, inputs_sha256, outputs, trace_sha256,
/// official}.
codec::Json receipt_to_json(const Receipt& receipt);
/// Strict inverse. Errors: kMalformed.
Result<Receipt> receipt_from_json(const codec::Json& body);

/// Same pack, semantics and inputs, other outputs: a case to keep, never to overwrite.
bool diverges(const Receipt& ours, const Receipt& theirs);

}  // namespace cpa::law
