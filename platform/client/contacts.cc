#include "core/law/directory.h"
#include "platform/client/client.h"

namespace cpa {
namespace {

using codec::Json;

void put(Json& object, std::string_view key, std::string_view text) {
  object.set(key, text.empty() ? Json() : Json(text));
}

Json contact_json(const law::Contact& contact, Language language) {
  Json json = Json::object();
  for (const law::ContactField& field : law::contact_fields()) {
    const std::string_view text = contact.*field.text;
    if (field.name != "fr" && field.name != "en") put(json, field.name, text);
  }
  put(json, "name", language == Language::kFrench ? contact.fr : contact.en);
  return json;
}

Json region_json(const law::Region& region) {
  Json json = Json::object();
  put(json, "code", region.code);
  put(json, "name", region.name);
  json.set("departements", *region.departements);
  return json;
}

/// Adds the region asked for and its contacts to `answer`.
Status put_region(Json& answer, const law::Directory& directory, std::string_view code,
                  Language language) {
  const law::Region* const same = directory.region_of(code);
  const law::Region* const asked = directory.find_region(code);
  if (asked == nullptr) {
    std::string message = "no region has this code";
    // People know the number of their département better than the code of their region.
    if (same != nullptr) message.append("; this département is in region ").append(same->code);
    return Error{ErrorCode::kNotFound, std::move(message)};
  }
  answer.set("region", region_json(*asked));
  answer.set("same_code", same == nullptr ? Json() : region_json(*same));
  Json contacts = Json::array();
  for (std::size_t i = 0; i < law::kServices; ++i) {
    law::Contact contact = directory.services[i];
    contact.web = asked->web[i];
    contacts.push(contact_json(contact, language));
  }
  answer.set("contacts", std::move(contacts));
  return {};
}

}  // namespace

Result<Json> Client::contacts(std::string_view region, Language language) {
  const auto& current = law::current_directory();
  if (!current) return current.error();
  const law::Directory& directory = **current;
  Json answer = Json::object();
  if (region.empty()) {
    Json regions = Json::array();
    for (const law::Region& one : directory.regions) regions.push(region_json(one));
    answer.set("regions", std::move(regions));
  } else {
    CPA_TRY(put_region(answer, directory, region, language));
  }
  Json national = Json::array();
  for (const law::Contact& contact : directory.national) {
    national.push(contact_json(contact, language));
  }
  answer.set("national", std::move(national));
  put(answer, "time_zone", "Europe/Paris");
  put(answer, "abroad", language == Language::kFrench ? directory.abroad_fr : directory.abroad_en);
  for (const char* key : {"id", "seq", "published", "checked"}) {
    answer.set(key, *directory.document.find(key));
  }
  Json signer = Json::object();
  put(signer, "key", directory.signer.key_id);
  signer.set("development", directory.signer.development);
  answer.set("signed_by", std::move(signer));
  return answer;
}

}  // namespace cpa
