#include "core/law/receipt.h"

#include <utility>

namespace cpa::law {
namespace {

/// Names the evaluator in receipts; grows when a computation changes.
constexpr std::string_view kEngine = "cpa-rules/1";
/// The meaning of expressions this engine speaks (RULES: published semantics never change).
constexpr std::int64_t kSemantics = 1;

}  // namespace

Receipt begin_receipt(const LawPack& law, model::Date law_date, std::string inputs_sha256) {
  Receipt receipt;
  receipt.pack_id = law.id;
  receipt.seq = law.seq;
  receipt.pack_sha256 = law.sha256;
  receipt.semantics = kSemantics;
  receipt.engine = kEngine;
  receipt.law_date = law_date;
  receipt.inputs_sha256 = std::move(inputs_sha256);
  receipt.official = law.official;
  return receipt;
}

codec::Json receipt_to_json(const Receipt& receipt) {
  codec::Json outputs = codec::Json::object();
  for (const auto& [name, value] : receipt.outputs) outputs.set(name, value);
  return codec::Json::object({{"pack_id", receipt.pack_id},
                              {"seq", receipt.seq},
                              {"pack_sha256", receipt.pack_sha256},
                              {"semantics", receipt.semantics},
                              {"engine", receipt.engine},
                              {"law_date", model::format_date(receipt.law_date)},
                              {"inputs_sha256", receipt.inputs_sha256},
                              {"outputs", std::move(outputs)},
                              {"trace_sha256", receipt.trace_sha256},
                              {"official", receipt.official}});
}

Result<Receipt> receipt_from_json(const codec::Json& body) {
  codec::JsonReader reader(body, "receipt");
  Receipt receipt;
  receipt.pack_id = reader.require_string("pack_id");
  receipt.seq = reader.require_integer("seq");
  receipt.pack_sha256 = reader.require_string("pack_sha256");
  receipt.semantics = reader.require_integer("semantics");
  receipt.engine = reader.require_string("engine");
  const std::string law_date = reader.require_string("law_date");
  receipt.inputs_sha256 = reader.require_string("inputs_sha256");
  const codec::Json& outputs = reader.require_object("outputs");
  receipt.trace_sha256 = reader.require_string("trace_sha256");
  receipt.official = reader.require_bool("official");
  if (const codec::Json::Object* members = outputs.as_object()) {
    for (const auto& [name, value] : *members) {
      if (value.as_string() == nullptr) {
        reader.fail("outputs", "an output is no string");
      } else {
        receipt.outputs[name] = *value.as_string();
      }
    }
  }
  CPA_TRY(reader.finish());
  CPA_TRY_ASSIGN(receipt.law_date, model::parse_date(law_date));
  return receipt;
}

bool diverges(const Receipt& ours, const Receipt& theirs) {
  const bool comparable = ours.pack_sha256 == theirs.pack_sha256 &&
                          ours.semantics == theirs.semantics && ours.law_date == theirs.law_date &&
                          ours.inputs_sha256 == theirs.inputs_sha256;
  return comparable && ours.outputs != theirs.outputs;
}

}  // namespace cpa::law
