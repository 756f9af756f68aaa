#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/date.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// Which declaration: a later one of the same key replaces or cancels it.
struct DeclarationKey {
  std::string employer{};  ///< SIREN and NIC
  model::Date month{};
  std::string fraction{};
};

/// A contract as one month's declaration tells it. Quantities in hundredths.
struct ContractMonth {
  std::string account{};
  std::string employer{};
  std::string number{};
  model::Date month{};
  model::Date started{};
  std::optional<model::Date> ended{};
  bool in_days{false};                      ///< measured in days, not hours
  std::optional<std::int64_t> reference{};  ///< the company's full-time quota
  bool oeth{false};
  std::int64_t hours{0};
  std::int64_t days{0};
};

/// Exposure to one factor under one contract in one year.
struct ExposureYear {
  std::string account{};
  std::string employer{};
  std::string contract{};
  std::string factor{};
  int year{0};
};

/// One civic-engagement activity as its body reported it last.
struct Engagement {
  std::string account{};
  int year{0};
  std::string kind{};  ///< "volunteering", "civic_service", …
  std::string body{};
  std::int64_t amount{0};  ///< hours, months or days
  std::int64_t years{0};
  std::optional<model::Date> declared{};
  std::optional<model::Date> attested{};
};

/// What a holder declared of volunteering in one association (cec.declare).
struct VolunteerDeclaration {
  std::string account{};
  int year{0};
  std::int64_t hours{0};
  std::int64_t years{0};
  model::Date declared{};
};

/// One fact of a person's life or situation, as told last. For each kind and `from` one.
struct LifeFact {
  std::string account{};
  std::string kind{};  ///< "death", "self_employed", …
  model::Date from{};
  std::optional<model::Date> to{};
  std::int64_t months{0};
  bool flag{false};  ///< contribution paid, or contract of French law, after the kind
};

/// The facts the State has been told, never computed. All members: errors of the database.
class Facts {
 public:
  explicit Facts(store::Database& database) : database_(database) {}

  /// Digest of the stored declaration of that key, none when there is none.
  Result<std::optional<std::string>> declaration_digest(const DeclarationKey& key);
  /// Returns the number the facts below refer to.
  Result<std::int64_t> add_declaration(const DeclarationKey& key, std::string_view digest);
  /// Forgets a declaration and all its facts.
  Status remove_declaration(const DeclarationKey& key);
  /// The accounts that a declaration speaks of.
  Result<std::vector<std::string>> accounts_of(const DeclarationKey& key);
  Status add_contract(std::int64_t declaration, const ContractMonth& contract);
  Status add_exposure(std::int64_t declaration, const ExposureYear& exposure);
  Status put_engagement(const Engagement& engagement);
  Status add_volunteer_declaration(const VolunteerDeclaration& declaration);
  Status put_life(const LifeFact& fact);
  /// Forgets what was told of that kind: from that day, or at all when there is none.
  Status remove_life(std::string_view account, std::string_view kind,
                     std::optional<model::Date> from);

  /// All months of all contracts, in the order of months.
  Result<std::vector<ContractMonth>> contracts(std::string_view account);
  /// One of each (employer, contract, factor).
  Result<std::vector<ExposureYear>> exposures(std::string_view account, int year);
  Result<std::vector<Engagement>> engagements(std::string_view account, int year);
  Result<std::vector<VolunteerDeclaration>> volunteer_declarations(std::string_view account,
                                                                   int year);
  /// In the order of kinds and days.
  Result<std::vector<LifeFact>> life(std::string_view account);
  /// Years for which anything was reported that can bring a credit, rising.
  Result<std::vector<int>> years(std::string_view account);

 private:
  store::Database& database_;
};

}  // namespace cpa::server
