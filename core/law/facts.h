#pragma once

#include <string>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/rules/pack.h"
#include "core/rules/value.h"

namespace cpa::law {

/// Reads facts as callers write them: decimal strings or integers, booleans, ISO dates, lists of
/// objects; null and absent mean missing. Errors: kInvalidArgument for a name the pack does not
/// ask or a value of another form, never kMalformed. Ranges are the evaluation's business.
Result<rules::Facts> facts_from_json(const rules::Pack& pack, const codec::Json& facts);

/// The canonical inputs: sorted keys, decimal strings without leading or trailing zeros, dates
/// ISO (RFC 8785). The same facts give the same text however they were written.
std::string canonical_inputs(const rules::Facts& facts);
/// Hex SHA-256 of `canonical_inputs`: lets two sides compare inputs without sending them.
std::string inputs_sha256(const rules::Facts& facts);

}  // namespace cpa::law
