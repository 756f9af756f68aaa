#include "core/law/what_if.h"

#include <algorithm>
#include <utility>

#include "core/codec/json.h"

namespace cpa::law {
namespace {

using codec::Json;

Error refused(const std::string& message) {
  return Error{ErrorCode::kLawPack, "E_PATCH " + message};
}

Result<Json> read(std::string_view text, const std::string& which) {
  Result<Json> document = codec::parse_json(text);
  if (!document) return refused(which + ": " + document.error().message);
  if (document->as_object() == nullptr) return refused(which + " is no object");
  return document;
}

bool is_section(std::string_view key) {
  constexpr std::string_view kSections[] = {"refs",  "params",   "inputs",     "vars",
                                            "hooks", "commands", "simulations"};
  return std::find(std::begin(kSections), std::end(kSections), key) != std::end(kSections);
}

/// Replaces, adds and takes away members by name.
Status overlay(Json& section, Json changes, const std::string& name) {
  if (changes.as_object() == nullptr) return refused(name + " is no object");
  for (auto& [key, value] : *changes.as_object()) {
    if (value.is_null()) {
      std::erase_if(*section.as_object(),
                    [&, &gone = key](const auto& member) { return member.first == gone; });
    } else {
      section.set(key, std::move(value));
    }
  }
  return {};
}

}  // namespace

Result<LawPack> load_what_if(std::string_view base, std::string_view patch) {
  CPA_TRY_ASSIGN(Json law, read(base, "the base"));
  CPA_TRY_ASSIGN(Json changes, read(patch, "the patch"));
  const Json* of = changes.find("patch_of");
  const Json* id = law.find("id");
  if (of == nullptr || id == nullptr || *of != *id) return refused("not a patch of this pack");
  law.set("tests", Json::array());
  for (auto& [key, value] : *changes.as_object()) {
    const Json* section = is_section(key) ? law.find(key) : nullptr;
    if (section == nullptr || section->as_object() == nullptr) {
      law.set(key, std::move(value));
      continue;
    }
    Json joined = *section;
    CPA_TRY(overlay(joined, std::move(value), key));
    law.set(key, std::move(joined));
  }
  return load_law_pack(codec::canonical(law));
}

}  // namespace cpa::law
