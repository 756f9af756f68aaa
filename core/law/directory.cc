#include "core/law/directory.h"

#include <string>
#include <utility>

#include "core/law/packs.h"
#include "core/model/date.h"

namespace cpa::law {
namespace {

using codec::Json;

constexpr codec::JsonLimits kLimits{32U << 10U, 5, 500, 1000};

/// Whether `text` is as `pattern`, where 9 stands for a digit and A for a capital letter.
bool fits(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool good = pattern[i] == '9'   ? c >= '0' && c <= '9'
                      : pattern[i] == 'A' ? c >= 'A' && c <= 'Z'
                                          : c == pattern[i];
    if (!good) return false;
  }
  return true;
}

bool is_printed(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20U || c == 0x7f) return false;
  }
  return !text.empty();
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789 ") == std::string_view::npos;
}

bool is_foreign_number(std::string_view text) { return fits(text, "+33999999999"); }

bool is_web(std::string_view text) {
  constexpr std::string_view kScheme = "https://";
  if (text.substr(0, kScheme.size()) != kScheme) return false;
  text.remove_prefix(kScheme.size());
  return text.find('.') != std::string_view::npos && text.find("//") == std::string_view::npos &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-./") ==
             std::string_view::npos;
}

bool is_date(std::string_view text) { return model::parse_date(text).has_value(); }

bool is_tariff(std::string_view text) { return text == "ordinary" || text == "premium"; }

bool is_region_code(std::string_view text) { return fits(text, "99"); }

bool is_departement(std::string_view text) {
  return fits(text, "99") || fits(text, "9A") || fits(text, "999");
}

bool is_format(std::string_view text) { return text == "cpa-directory/1"; }

bool is_day(std::string_view text) {
  constexpr std::string_view kDays = "MoTuWeThFrSaSu";
  const std::size_t at = kDays.find(text);
  return text.size() == 2 && at != std::string_view::npos && at % 2 == 0;
}

/// "Mo-Fr 08:00-19:00; Sa 09:00-12:00": days, then times, one after another.
bool is_hours(std::string_view text) {
  for (;;) {
    if (!is_day(text.substr(0, 2))) return false;
    text.remove_prefix(2);
    if (text.starts_with('-')) {
      if (!is_day(text.substr(1, 2))) return false;
      text.remove_prefix(3);
    }
    const std::string_view times = text.substr(0, 12);
    if (!fits(times, " 99:99-99:99") || times[4] > '5' || times[10] > '5' ||
        times.substr(1, 5) >= times.substr(7) || times.substr(7) > "24:00") {
      return false;
    }
    text.remove_prefix(12);
    if (text.empty()) return true;
    if (!text.starts_with("; ")) return false;
    text.remove_prefix(2);
  }
}

constexpr ContactField kFields[] = {
    {"id", &Contact::id},         {"fr", &Contact::fr},         {"en", &Contact::en},
    {"source", &Contact::source}, {"dated", &Contact::dated},   {"web", &Contact::web},
    {"number", &Contact::number}, {"tariff", &Contact::tariff}, {"hours", &Contact::hours},
    {"abroad", &Contact::abroad},
};

/// A member that an object must have, unless it is optional, and no other.
struct Member {
  std::string_view name;
  bool (*check)(std::string_view);  ///< null when it is no text and the caller reads it
  bool optional{false};
};
constexpr Member kContact[] = {
    {"id", is_printed},          {"fr", is_printed},
    {"en", is_printed},          {"source", is_printed},
    {"dated", is_date},          {"web", is_web},
    {"number", is_number, true}, {"tariff", is_tariff, true},
    {"hours", is_hours, true},   {"abroad", is_foreign_number, true},
};
constexpr Member kAbroad[] = {{"fr", is_printed}, {"en", is_printed}};
constexpr Member kRegion[] = {
    {"code", is_region_code}, {"name", is_printed},    {"departements", nullptr},
    {"cep", is_web},          {"transitions", is_web}, {"labour", is_web},
};
/// Where the addresses start, each under the id of its service.
constexpr std::size_t kRegionWeb = 3;
constexpr Member kDocument[] = {
    {"format", is_format}, {"id", is_printed},    {"published", is_date},
    {"checked", is_date},  {"seq", nullptr},      {"abroad", nullptr},
    {"services", nullptr}, {"national", nullptr}, {"regions", nullptr},
};
/// The longest of these lists.
constexpr std::size_t kMembersMax = std::size(kContact);

/// Reads a document into a directory. A chain of Results is ten times the code of these booleans;
/// `problem` keeps the name of the member that was not as it should be.
class DirectoryReader {
 public:
  explicit DirectoryReader(Directory& directory) : directory_(directory) {}

  bool read();
  [[nodiscard]] std::string_view problem() const { return problem_; }

 private:
  bool texts(const Json& json, std::span<const Member> members);
  const Json::Array* items(const Json& json, std::string_view name);
  bool contacts(std::string_view name, std::size_t fields, std::vector<Contact>& into);
  bool region(const Json& json, Region& region);
  bool departements(const Json::Array& codes);

  Directory& directory_;
  std::string_view problem_;
  std::string_view texts_[kMembersMax];  ///< what `texts` read, in the order of its members
};

bool DirectoryReader::texts(const Json& json, std::span<const Member> members) {
  std::size_t known = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const Member& member = members[i];
    problem_ = member.name;
    texts_[i] = {};
    const Json* const value = json.find(member.name);
    if (value == nullptr && !member.optional) return false;
    if (value == nullptr) continue;
    ++known;
    if (member.check == nullptr) continue;
    const std::string* const text = value->as_string();
    if (text == nullptr || !member.check(*text)) return false;
    texts_[i] = *text;
  }
  problem_ = "unknown member";
  return json.as_object()->size() == known;
}

const Json::Array* DirectoryReader::items(const Json& json, std::string_view name) {
  problem_ = name;
  return json.find(name)->as_array();
}

bool DirectoryReader::contacts(std::string_view name, std::size_t fields,
                               std::vector<Contact>& into) {
  const Json::Array* const all = items(directory_.document, name);
  if (all == nullptr) return false;
  for (const Json& item : *all) {
    if (!texts(item, std::span(kContact).first(fields))) return false;
    Contact contact;
    for (std::size_t i = 0; i < fields; ++i) contact.*kFields[i].text = texts_[i];
    problem_ = "number";
    const bool called = !contact.number.empty();
    if (called == contact.tariff.empty()) return false;
    if (!called && !(contact.hours.empty() && contact.abroad.empty())) return false;
    into.push_back(contact);
  }
  return true;
}

bool DirectoryReader::departements(const Json::Array& codes) {
  std::string_view before;
  for (const Json& item : codes) {
    const std::string* const code = item.as_string();
    if (code == nullptr || !is_departement(*code) || *code <= before) return false;
    if (directory_.region_of(*code) != nullptr) return false;
    before = *code;
  }
  return !before.empty();
}

bool DirectoryReader::region(const Json& json, Region& region) {
  if (!texts(json, kRegion)) return false;
  region.code = texts_[0];
  region.name = texts_[1];
  for (std::size_t i = 0; i < kServices; ++i) region.web[i] = texts_[kRegionWeb + i];
  region.departements = items(json, "departements");
  return region.departements != nullptr && departements(*region.departements);
}

bool DirectoryReader::read() {
  const Json& document = directory_.document;
  if (!texts(document, kDocument)) return false;
  directory_.id = texts_[1];
  directory_.published = texts_[2];
  directory_.checked = texts_[3];
  problem_ = "seq";
  const std::int64_t* const seq = document.find("seq")->as_integer();
  if (seq == nullptr || *seq < 1) return false;
  directory_.seq = *seq;
  if (!texts(*document.find("abroad"), kAbroad)) return false;
  directory_.abroad_fr = texts_[0];
  directory_.abroad_en = texts_[1];
  if (!contacts("services", kServiceFields, directory_.services)) return false;
  if (directory_.services.size() != kServices) return false;
  for (std::size_t i = 0; i < kServices; ++i) {
    if (directory_.services[i].id != kRegion[kRegionWeb + i].name) return false;
  }
  if (!contacts("national", std::size(kContact), directory_.national)) return false;
  const Json::Array* const regions = items(document, "regions");
  if (regions == nullptr) return false;
  for (const Json& one : *regions) {
    Region next;
    if (!region(one, next)) return false;
    problem_ = "code";
    if (!directory_.regions.empty() && directory_.regions.back().code >= next.code) return false;
    directory_.regions.push_back(next);
  }
  return true;
}

/// Reads a whole directory, whoever made it.
Status read_form(std::string_view json, Directory& directory) {
  CPA_TRY_ASSIGN(directory.document, codec::parse_json(json, kLimits));
  DirectoryReader reader(directory);
  if (reader.read()) return {};
  return Error{ErrorCode::kMalformed, std::string("directory: ").append(reader.problem())};
}

}  // namespace

std::span<const ContactField> contact_fields() noexcept { return kFields; }

const Region* Directory::find_region(std::string_view code) const {
  for (const Region& region : regions) {
    if (region.code == code) return &region;
  }
  return nullptr;
}

const Region* Directory::region_of(std::string_view departement) const {
  for (const Region& region : regions) {
    for (const Json& code : *region.departements) {
      if (*code.as_string() == departement) return &region;
    }
  }
  return nullptr;
}

Result<std::unique_ptr<const Directory>> read_directory(std::string_view json) {
  auto directory = std::make_unique<Directory>();
  CPA_TRY(read_form(json, *directory));
  return std::unique_ptr<const Directory>(std::move(directory));
}

Result<std::unique_ptr<const Directory>> read_signed_directory(const UnverifiedPack& pack,
                                                               std::string_view targets,
                                                               const Publisher& publisher) {
  auto directory = std::make_unique<Directory>();
  CPA_TRY_ASSIGN(directory->signer, verify_pack(pack, targets, publisher));
  CPA_TRY(read_form(pack.content, *directory));
  if (directory->seq != directory->signer.version) {
    return Error{ErrorCode::kMalformed, "directory: seq is not the version signed"};
  }
  return std::unique_ptr<const Directory>(std::move(directory));
}

const Result<std::unique_ptr<const Directory>>& current_directory() {
  static const auto directory =
      read_signed_directory({kDirectoryTarget, embedded_pack(kDirectoryId), 0},
                            embedded_pack(kTargetsId), trusted_publisher());
  return directory;
}

}  // namespace cpa::law
