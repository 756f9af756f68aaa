#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cpa {

/// What went wrong. The list, its numbers and its sentences live in `errors.def` alone.
enum class ErrorCode : std::uint16_t {
#define CPA_ERROR(name, number, slug, safe, cause_en, remedy_en, cause_fr, remedy_fr) name = number,
#include "core/base/errors.def"
#undef CPA_ERROR
};

/// The language of a sentence shown to a person.
enum class Language : std::uint8_t { kFrench, kEnglish };

/// A failure as a value: branch on `code`, log `message`, keep the foreign code in `detail`.
/// `message` names the technical circumstance and never holds personal data.
struct Error {
  Error() = default;
  // Not inline: of each of the many places that fail, one call is left.
  [[gnu::noinline]] Error(ErrorCode what, const char* circumstance, std::int64_t foreign = 0);
  [[gnu::noinline]] Error(ErrorCode what, std::string circumstance, std::int64_t foreign = 0);

  ErrorCode code{ErrorCode::kInternal};
  std::string message;
  std::int64_t detail{0};  ///< raw errno, SQLite, curl or HTTP code; 0 when there is none
};

/// The stable name of `code` in JSON, for instance "storage_full".
std::string_view error_slug(ErrorCode code) noexcept;
/// Why it happened, for the holder.
std::string_view error_cause(ErrorCode code, Language language) noexcept;
/// What the holder can do.
std::string_view error_remedy(ErrorCode code, Language language) noexcept;
/// Whether everything saved before the error is still safe.
bool error_keeps_data(ErrorCode code) noexcept;

}  // namespace cpa
