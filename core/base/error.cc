#include "core/base/error.h"

#include <array>
#include <utility>

namespace cpa {
namespace {

struct ErrorText {
  ErrorCode code;
  std::string_view slug;
  bool data_safe;
  std::string_view cause_en, remedy_en, cause_fr, remedy_fr;
};

constexpr std::array kErrorTexts = {
#define CPA_ERROR(name, number, slug, safe, cause_en, remedy_en, cause_fr, remedy_fr) \
  ErrorText{ErrorCode::name, slug, safe, cause_en, remedy_en, cause_fr, remedy_fr},
#include "core/base/errors.def"
#undef CPA_ERROR
};

const ErrorText& text_of(ErrorCode code) noexcept {
  for (const ErrorText& text : kErrorTexts) {
    if (text.code == code) return text;
  }
  return text_of(ErrorCode::kInternal);
}

}  // namespace

Error::Error(ErrorCode what, const char* circumstance, std::int64_t foreign)
    : code(what), message(circumstance), detail(foreign) {}

Error::Error(ErrorCode what, std::string circumstance, std::int64_t foreign)
    : code(what), message(std::move(circumstance)), detail(foreign) {}

std::string_view error_slug(ErrorCode code) noexcept { return text_of(code).slug; }

std::string_view error_cause(ErrorCode code, Language language) noexcept {
  const ErrorText& text = text_of(code);
  return language == Language::kFrench ? text.cause_fr : text.cause_en;
}

std::string_view error_remedy(ErrorCode code, Language language) noexcept {
  const ErrorText& text = text_of(code);
  return language == Language::kFrench ? text.remedy_fr : text.remedy_en;
}

bool error_keeps_data(ErrorCode code) noexcept { return text_of(code).data_safe; }

}  // namespace cpa
