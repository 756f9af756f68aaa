#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/model/date.h"
#include "core/model/money.h"

namespace cpa::model {

/// What a holder can decide. Closed list; a new type needs a new app.
enum class CommandType : std::uint8_t { kTrainingRequest, kCecDeclare, kC2pUse };
std::string_view command_type_name(
    CommandType type) noexcept;  ///< "training.request", "cec.declare", "c2p.use"
/// Errors: kUnsupported for a type this app does not know.
Result<CommandType> parse_command_type(std::string_view name);

/// training.request: asks the CPF to pay for a training (L6323-8, R6323-1 and following).
struct TrainingRequest {
  Cents price;
  std::string kind;    ///< "rncp", "rs", "bilan", "vae", …; the law pack judges it
  Date session_start;  ///< first day of the session
  /// What the holder says of himself that the law of this kind asks: inputs of the law pack by
  /// their names, such as "job_seeker". An object; null when nothing is said.
  codec::Json answers{};
};

/// One association of a volunteer's declaration (R5151-16).
struct AssociationHours {
  std::int64_t hours{0};
  std::int64_t years{0};  ///< age of the association in whole years
  Date declared;          ///< day the holder declares the hours
};

/// cec.declare: a declaration of civic-engagement activity for one civil year.
struct CecDeclaration {
  std::string activity;  ///< "volunteering", …
  int year{0};
  std::vector<AssociationHours> associations;
};

/// c2p.use: what the holder does with points of the C2P (L4163-7).
struct PointsUse {
  std::string use;         ///< "training": they become euros of the CPF; the law judges others
  std::int64_t points{0};  ///< > 0
};

/// Strict: amounts as decimal strings, dates ISO, unknown keys refused. Errors: kMalformed.
Result<TrainingRequest> training_request_from_json(const codec::Json& args);
Result<CecDeclaration> cec_declaration_from_json(const codec::Json& args);
Result<PointsUse> points_use_from_json(const codec::Json& args);
/// Checks `args` against the form of `type`. Errors: kMalformed.
Status check_command_args(CommandType type, const codec::Json& args);

}  // namespace cpa::model
