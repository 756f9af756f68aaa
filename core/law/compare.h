#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/law/packs.h"
#include "core/law/receipt.h"

namespace cpa::law {

/// What a replay came to.
struct Replay {
  Receipt receipt;       ///< as this device computes it now
  bool diverges{false};  ///< other outputs than then: a case to keep, never to overwrite
};

/// Computes an old receipt again, on the pack and the facts it names.
/// Errors: kLawPack (a pack of other bytes), kInvalidArgument (other facts), kUnsupported (newer
/// semantics), as `simulate` otherwise.
Result<Replay> replay(const Receipt& receipt, const LawPack& law, const codec::Json& facts);

/// A result with all it rests on.
struct Estimate {
  const LawPack& law;
  const Receipt& receipt;
  const codec::Json& facts;
};

/// Why `after` says something else than `before`, in words: what other rules, another date and
/// other facts each change, in this order, the law first. One line for each cause, under the
/// result's name and both values. Results that did not change are left out.
/// Errors: as `simulate`.
Result<std::string> explain_change(const Estimate& before, const Estimate& after,
                                   Language language);

}  // namespace cpa::law
