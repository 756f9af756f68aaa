#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/model/date.h"
#include "core/model/money.h"

namespace cpa::model {

/// A sub-account of the CPA (L5151-5): CPF in euros, C2P in points, CEC in euros.
enum class SubAccount : std::uint8_t { kCpf, kC2p, kCec };
std::string_view sub_account_name(SubAccount account) noexcept;  ///< "cpf", "c2p", "cec"
Result<SubAccount> parse_sub_account(std::string_view name);

/// Why a sub-account moved.
enum class EntryKind : std::uint8_t {
  kCredit,
  kUse,
  kReservation,
  kRelease,
  kConversion,
  kCorrection,
  kOpening,
  kClosing
};
std::string_view entry_kind_name(EntryKind kind) noexcept;  ///< "credit", "use", …
Result<EntryKind> parse_entry_kind(std::string_view name);

/// An immutable fact in the ledger; once posted it is never changed, only corrected by another.
/// Amount in cents for cpf and cec, in points for c2p; negative for a use or a reservation.
struct Entry {
  SubAccount account{SubAccount::kCpf};
  EntryKind kind{EntryKind::kCredit};
  std::string bucket;      ///< "capped", "cec", "topup", "points": what caps and payers look at
  std::int64_t amount{0};  ///< cents or points
  Date law_date;           ///< the date whose law decided
  std::string cause;       ///< a code, for instance "credit:2025"
  std::string article;     ///< "R6323-1", "" when no article applies
  std::string operation;   ///< key of the operation row (receipt), "" when none
  bool operator==(const Entry&) const = default;
};

/// "450.00" for cents of the CPF and the CEC, "4" for points of the C2P.
std::string format_amount(SubAccount account, std::int64_t amount);
/// Errors: kMalformed.
Result<std::int64_t> parse_amount(SubAccount account, std::string_view text);

/// The row body {kind, bucket, amount|points, law_date, cause, article, operation?}.
codec::Json entry_to_json(const Entry& entry);
/// Errors: kMalformed.
Result<Entry> entry_from_json(SubAccount account, const codec::Json& body);

}  // namespace cpa::model
