#pragma once

#include "core/codec/json.h"
#include "core/rules/evaluate.h"

namespace cpa::law {

/// A trace as JSON, the same in every language: [{var, value, unit, raw, rounding, rule, ref,
/// law_date, inputs, params, rejected, limited_by}], the asked variable last. Its canonical form
/// is what a receipt's `trace_sha256` covers.
codec::Json trace_to_json(const rules::Trace& steps);

}  // namespace cpa::law
