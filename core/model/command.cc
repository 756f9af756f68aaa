#include "core/model/command.h"

namespace cpa::model {
namespace {

using codec::Json;

constexpr std::size_t kAssociationsMax = 50;
constexpr std::int64_t kPointsMax = 1000;
constexpr std::int64_t kHoursMax = 8784;  // of a leap year

Result<AssociationHours> association_from_json(const Json& item) {
  codec::JsonReader reader(item, "association");
  AssociationHours association;
  association.hours = reader.require_integer("hours");
  association.years = reader.require_integer("years");
  const std::string declared = reader.require_string("declared");
  CPA_TRY(reader.finish());
  if (association.hours < 0 || association.hours > kHoursMax || association.years < 0) {
    return Error{ErrorCode::kMalformed, "association: hours or years out of range"};
  }
  CPA_TRY_ASSIGN(association.declared, parse_date(declared));
  return association;
}

}  // namespace

std::string_view command_type_name(CommandType type) noexcept {
  switch (type) {
    case CommandType::kTrainingRequest:
      return "training.request";
    case CommandType::kCecDeclare:
      return "cec.declare";
    case CommandType::kC2pUse:
      return "c2p.use";
  }
  return "invalid";
}

Result<CommandType> parse_command_type(std::string_view name) {
  for (const CommandType type :
       {CommandType::kTrainingRequest, CommandType::kCecDeclare, CommandType::kC2pUse}) {
    if (command_type_name(type) == name) return type;
  }
  return Error{ErrorCode::kUnsupported, "unknown command type"};
}

Result<TrainingRequest> training_request_from_json(const Json& args) {
  codec::JsonReader reader(args, "args");
  const std::string price = reader.require_string("price");
  TrainingRequest request;
  request.kind = reader.require_string("kind");
  const std::string start = reader.require_string("session_start");
  const Json* answers = reader.optional_object("answers");
  CPA_TRY(reader.finish());
  if (answers != nullptr) request.answers = *answers;
  CPA_TRY_ASSIGN(request.price, parse_cents(price));
  if (request.price <= Cents(0)) return Error{ErrorCode::kMalformed, "args.price: not above zero"};
  if (request.kind.empty() || request.kind.size() > 32) {
    return Error{ErrorCode::kMalformed, "args.kind: empty or too long"};
  }
  CPA_TRY_ASSIGN(request.session_start, parse_date(start));
  return request;
}

Result<CecDeclaration> cec_declaration_from_json(const Json& args) {
  codec::JsonReader reader(args, "args");
  CecDeclaration declaration;
  declaration.activity = reader.require_string("activity");
  const std::int64_t year = reader.require_integer("year");
  const Json::Array associations = reader.require_array("associations");
  CPA_TRY(reader.finish());
  if (declaration.activity.empty() || declaration.activity.size() > 64) {
    return Error{ErrorCode::kMalformed, "args.activity: empty or too long"};
  }
  if (year < 2017 || year > 9999) return Error{ErrorCode::kMalformed, "args.year: out of range"};
  declaration.year = static_cast<int>(year);
  if (associations.empty() || associations.size() > kAssociationsMax) {
    return Error{ErrorCode::kMalformed, "args.associations: none or too many"};
  }
  for (const Json& item : associations) {
    CPA_TRY_ASSIGN(AssociationHours association, association_from_json(item));
    declaration.associations.push_back(association);
  }
  return declaration;
}

Result<PointsUse> points_use_from_json(const Json& args) {
  codec::JsonReader reader(args, "args");
  PointsUse use;
  use.use = reader.require_string("use");
  use.points = reader.require_integer("points");
  CPA_TRY(reader.finish());
  if (use.use.empty() || use.use.size() > 32) {
    return Error{ErrorCode::kMalformed, "args.use: empty or too long"};
  }
  if (use.points <= 0 || use.points > kPointsMax) {
    return Error{ErrorCode::kMalformed, "args.points: out of range"};
  }
  return use;
}

Status check_command_args(CommandType type, const Json& args) {
  switch (type) {
    case CommandType::kTrainingRequest: {
      CPA_TRY(training_request_from_json(args));
      return {};
    }
    case CommandType::kCecDeclare: {
      CPA_TRY(cec_declaration_from_json(args));
      return {};
    }
    case CommandType::kC2pUse: {
      CPA_TRY(points_use_from_json(args));
      return {};
    }
  }
  return Error{ErrorCode::kUnsupported, "unknown command type"};
}

}  // namespace cpa::model
