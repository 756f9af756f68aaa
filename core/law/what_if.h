#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/law/packs.h"

namespace cpa::law {

/// The law as it would be: `patch` over the pack `base` (both JSON documents). A patch is a pack
/// with `patch_of` naming the base, and of every other section only what it changes: a parameter,
/// input or variable of the same name is replaced as a whole, `null` takes it away, `covers` and
/// `hooks` likewise. The tests are those of the patch alone. What comes out went through every
/// check of loading; its results are never official.
/// Errors: kLawPack ("E_PATCH …" for a patch of another pack), as `load_law_pack` otherwise.
Result<LawPack> load_what_if(std::string_view base, std::string_view patch);

}  // namespace cpa::law
