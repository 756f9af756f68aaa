#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/law/signed_pack.h"

namespace cpa::law {

/// Somebody to ask, in one region (a service) or for the whole country. "" for what is not known.
struct Contact {
  std::string_view id;  ///< "cep"
  std::string_view fr;  ///< its name in French
  std::string_view en;
  std::string_view source;  ///< where this was read
  std::string_view dated;   ///< ISO day of the source
  std::string_view web;     ///< https address; of a service, the region has it
  std::string_view number;  ///< as dialled in France
  std::string_view tariff;  ///< of the number: "ordinary" (the price of a call) or "premium"
  std::string_view hours;   ///< in Paris: "Mo-Fr 08:00-19:00; Sa 09:00-12:00"
  std::string_view abroad;  ///< what to dial from abroad: "+33972010203"
};

/// A member of a contact under its name in JSON.
struct ContactField {
  std::string_view name;
  std::string_view Contact::*text;
};
/// All of them; a service has the first `kServiceFields`.
std::span<const ContactField> contact_fields() noexcept;
inline constexpr std::size_t kServiceFields = 5;

/// What every region has: "cep" (career advice), "transitions" (Transitions Pro) and "labour" (the
/// labour administration).
inline constexpr std::size_t kServices = 3;

/// A region of France as INSEE numbers them. Its code is no département's: 75 is
/// Nouvelle-Aquitaine, and the département 75 is in region 11.
struct Region {
  std::string_view code;
  std::string_view name;
  const codec::Json::Array* departements{nullptr};  ///< their codes: "01", "2A", "976"
  std::array<std::string_view, kServices> web{};    ///< in the order of `Directory::services`
};

/// Whom to ask about a CPA, in each region and for the whole country.
///
/// Lifetime: every text points into `document`, so a directory stays where it was read.
struct Directory {
  Directory() = default;
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  codec::Json document;
  std::string_view id;         ///< "fr.cpa.directory"
  std::int64_t seq{0};         ///< grows with every publication
  std::string_view published;  ///< ISO day
  std::string_view checked;    ///< ISO day on which it was last compared with its sources
  std::string_view abroad_fr;  ///< what people abroad should know
  std::string_view abroad_en;
  std::vector<Contact> services;
  std::vector<Contact> national;
  std::vector<Region> regions;  ///< in the order of their codes
  Signer signer;                ///< nobody after `read_directory`; borrows from the publisher

  /// The region with that code, or null. Lives as long as this directory is unchanged.
  [[nodiscard]] const Region* find_region(std::string_view code) const;
  /// The region that holds that département, or null.
  [[nodiscard]] const Region* region_of(std::string_view departement) const;
};

/// The name of the embedded directory.
inline constexpr std::string_view kDirectoryId = "fr.cpa.directory";

/// Its name in the metadata that lists signed packs.
inline constexpr std::string_view kDirectoryTarget = "directory/fr.cpa.directory.json";

/// Reads a directory (`cpa-directory/1`); unknown members are refused. This judges the form and not
/// the origin: what it gives may not be shown as official.
/// Errors: kMalformed with the name of the member, kLimitExceeded.
Result<std::unique_ptr<const Directory>> read_directory(std::string_view json);

/// Checks that the publisher answers for a directory, and only then reads it.
/// Errors: as `verify_pack`, then as `read_directory`; kMalformed when its `seq` is not the version
/// that was signed.
Result<std::unique_ptr<const Directory>> read_signed_directory(const UnverifiedPack& pack,
                                                               std::string_view targets,
                                                               const Publisher& publisher);

/// The directory this binary was built with, verified and read once.
/// Errors: as `read_signed_directory`, when it was not built with what its publisher signed.
const Result<std::unique_ptr<const Directory>>& current_directory();

}  // namespace cpa::law
