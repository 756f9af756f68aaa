#include <algorithm>

#include "core/codec/json.h"

namespace cpa::codec {
namespace {

const std::string kNoText;
const Json::Array kNoItems;
const Json kNoObject{Json::Object{}};

}  // namespace

JsonReader::JsonReader(const Json& object, std::string_view path) : object_(&object), path_(path) {
  if (object.as_object() == nullptr) {
    problem_ = Error{ErrorCode::kMalformed, path_ + ": not an object"};
  }
}

const Json* JsonReader::take(const char* key) {
  known_.push_back(key);
  return problem_ ? nullptr : object_->find(key);
}

const Json* JsonReader::take_required(const char* key) {
  const Json* const value = take(key);
  if (value == nullptr) fail(key, "missing");
  return value;
}

const std::string& JsonReader::require_string(const char* key) {
  const Json* const value = take_required(key);
  if (value == nullptr) return kNoText;
  if (const std::string* text = value->as_string()) return *text;
  fail(key, "not a string");
  return kNoText;
}

std::int64_t JsonReader::require_integer(const char* key) {
  const Json* const value = take_required(key);
  if (value == nullptr) return 0;
  if (const std::int64_t* number = value->as_integer()) return *number;
  fail(key, "not an integer");
  return 0;
}

std::uint64_t JsonReader::require_u64(const char* key) {
  const std::int64_t number = require_integer(key);
  if (number >= 0) return static_cast<std::uint64_t>(number);
  fail(key, "negative");
  return 0;
}

bool JsonReader::require_bool(const char* key) {
  const Json* const value = take_required(key);
  if (value == nullptr) return false;
  if (const bool* truth = value->as_bool()) return *truth;
  fail(key, "not a boolean");
  return false;
}

const Json::Array& JsonReader::require_array(const char* key) {
  const Json* const value = take_required(key);
  if (value == nullptr) return kNoItems;
  if (const Json::Array* items = value->as_array()) return *items;
  fail(key, "not an array");
  return kNoItems;
}

const Json& JsonReader::require_object(const char* key) {
  const Json* const value = take_required(key);
  if (value == nullptr) return kNoObject;
  if (value->as_object() != nullptr) return *value;
  fail(key, "not an object");
  return kNoObject;
}

const Json& JsonReader::require(const char* key) {
  const Json* const value = take_required(key);
  return value == nullptr ? kNoObject : *value;
}

std::optional<std::string> JsonReader::optional_string(const char* key) {
  const Json* const value = take(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (const std::string* text = value->as_string()) return *text;
  fail(key, "not a string");
  return std::nullopt;
}

std::optional<std::int64_t> JsonReader::optional_integer(const char* key) {
  const Json* const value = take(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (const std::int64_t* number = value->as_integer()) return *number;
  fail(key, "not an integer");
  return std::nullopt;
}

std::optional<bool> JsonReader::optional_bool(const char* key) {
  const Json* const value = take(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (const bool* truth = value->as_bool()) return *truth;
  fail(key, "not a boolean");
  return std::nullopt;
}

const Json::Array* JsonReader::optional_array(const char* key) {
  const Json* const value = take(key);
  if (value == nullptr || value->is_null()) return nullptr;
  if (const Json::Array* items = value->as_array()) return items;
  fail(key, "not an array");
  return nullptr;
}

const Json* JsonReader::optional_object(const char* key) {
  const Json* const value = take(key);
  if (value == nullptr || value->is_null()) return nullptr;
  if (value->as_object() != nullptr) return value;
  fail(key, "not an object");
  return nullptr;
}

void JsonReader::skip(const char* key) { known_.push_back(key); }

void JsonReader::fail(const char* key, std::string_view problem) {
  if (problem_) return;
  std::string message = path_;
  message.append(".").append(key).append(": ").append(problem);
  problem_ = Error{ErrorCode::kMalformed, std::move(message)};
}

Status JsonReader::finish() {
  CPA_TRY(finish_allowing_unknown());
  for (const Json::Member& member : *object_->as_object()) {
    if (std::find(known_.begin(), known_.end(), member.first) == known_.end()) {
      // The name came from outside and may hold personal data.
      return Error{ErrorCode::kMalformed, path_ + ": unknown member"};
    }
  }
  return {};
}

Status JsonReader::finish_allowing_unknown() {
  if (problem_) return *problem_;
  return {};
}

}  // namespace cpa::codec
