#pragma once

#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/result.h"

namespace cpa::lawpack {

/// The law of a pack (JSON) as a book to read, one HTML page: each variable with its rules, their
/// dates, articles, sentences and worked examples; parameters by date; what is asked; articles with
/// what rests on them; what the texts leave open. The same pack gives the same bytes.
/// Errors: as `load_law_pack`.
Result<std::string> book(std::string_view pack, Language language);

}  // namespace cpa::lawpack
