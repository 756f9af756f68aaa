#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/codec/json.h"

namespace cpa::codec {
namespace {

Error malformed(std::string message, std::size_t offset) {
  return {ErrorCode::kMalformed, std::move(message), static_cast<std::int64_t>(offset)};
}

Error limit_exceeded(std::string message) {
  return {ErrorCode::kLimitExceeded, std::move(message)};
}

/// How many bytes the UTF-8 sequence at `at` has; 0 when it is not one (RFC 3629 §4).
std::size_t utf8_length(ByteView text, std::size_t at) noexcept {
  const std::uint8_t lead = text[at];
  if (lead < 0x80U) return 1;
  std::size_t length = 0;
  std::uint8_t second_min = 0x80;
  std::uint8_t second_max = 0xBF;
  if (lead >= 0xC2U && lead <= 0xDFU) length = 2;
  if (lead >= 0xE0U && lead <= 0xEFU) length = 3;
  if (lead >= 0xF0U && lead <= 0xF4U) length = 4;
  if (lead == 0xE0U) second_min = 0xA0;  // overlong
  if (lead == 0xEDU) second_max = 0x9F;  // surrogates
  if (lead == 0xF0U) second_min = 0x90;  // overlong
  if (lead == 0xF4U) second_max = 0x8F;  // past U+10FFFF
  if (length == 0 || text.size() - at < length) return 0;
  if (text[at + 1] < second_min || text[at + 1] > second_max) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((text[at + i] & 0xC0U) != 0x80U) return 0;
  }
  return length;
}

/// Refuses what nlohmann's reader lets pass: a BOM is skipped there, a NUL ends the document, and
/// "-0" comes out as 0.
Status scan(ByteView document) {
  if (document.size() >= 3 && document[0] == 0xEFU && document[1] == 0xBBU &&
      document[2] == 0xBFU) {
    return malformed("byte order mark", 0);
  }
  bool in_string = false;
  for (std::size_t at = 0; at < document.size();) {
    const std::uint8_t byte = document[at];
    const std::size_t length = utf8_length(document, at);
    if (length == 0) return malformed("invalid UTF-8", at);
    if (byte == 0) return malformed("NUL byte", at);
    if (in_string && byte == '\\') {
      at += 2;  // the escaped byte cannot end the string
      continue;
    }
    if (byte == '"') in_string = !in_string;
    if (!in_string && byte == '-' && at + 1 < document.size() && document[at + 1] == '0') {
      return malformed("negative zero", at);
    }
    at += length;
  }
  return {};
}

/// Builds the value from nlohmann's events and stops at the first one that the profile refuses.
class Builder {
 public:
  explicit Builder(const JsonLimits& limits) : limits_(limits) {}

  bool null() { return add(Json(nullptr)) != nullptr; }
  bool boolean(bool value) { return add(Json(value)) != nullptr; }
  bool number_integer(std::int64_t value) { return add(Json(value)) != nullptr; }
  bool number_unsigned(std::uint64_t value) {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return refuse(malformed("integer beyond 64 bits", 0));
    }
    return add(Json(static_cast<std::int64_t>(value))) != nullptr;
  }
  bool number_float(double /*value*/, const std::string& /*text*/) {
    return refuse(malformed("number is not an integer of 64 bits", 0));
  }
  bool string(std::string& value) {
    return accept_text(value) && add(Json(std::move(value))) != nullptr;
  }
  bool binary(nlohmann::json::binary_t& /*value*/) { return refuse(malformed("binary value", 0)); }
  bool start_object(std::size_t /*count*/) { return open(Json(Json::Object{})); }
  bool start_array(std::size_t /*count*/) { return open(Json(Json::Array{})); }
  bool key(std::string& value) {
    if (!accept_text(value)) return false;
    open_.back()->as_object()->emplace_back(std::move(value), Json());
    return true;
  }
  bool end_object() {
    // Sorting once keeps a document full of keys from costing the square of their number.
    const Json::Object& members = *open_.back()->as_object();
    std::vector<std::string_view> keys;
    keys.reserve(members.size());
    for (const Json::Member& member : members) keys.emplace_back(member.first);
    std::sort(keys.begin(), keys.end());
    if (std::adjacent_find(keys.begin(), keys.end()) != keys.end()) {
      return refuse(malformed("duplicate key", 0));
    }
    open_.pop_back();
    return true;
  }
  bool end_array() {
    open_.pop_back();
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& /*problem*/) {
    return refuse(malformed("not well-formed JSON", position));  // the token may hold personal data
  }

  Result<Json> result(bool well_formed) && {
    if (error_) return std::move(*error_);
    if (!well_formed) return malformed("not well-formed JSON", 0);
    return std::move(root_);
  }

 private:
  bool refuse(Error error) {
    if (!error_) error_ = std::move(error);
    return false;
  }

  bool accept_text(const std::string& text) {
    if (text.size() > limits_.string_max) return refuse(limit_exceeded("JSON string too long"));
    // "\u0000": what stores text as C does would cut it there.
    if (text.find('\0') != std::string::npos) return refuse(malformed("NUL in a string", 0));
    return true;
  }

  /// Puts `value` where the document is at; null when a limit refuses it.
  /// The pointers in `open_` stay valid: only the innermost container grows.
  Json* add(Json value) {
    if (++values_ > limits_.values_max) {
      refuse(limit_exceeded("too many JSON values"));
      return nullptr;
    }
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    if (Json::Array* items = open_.back()->as_array()) {
      items->push_back(std::move(value));
      return &items->back();
    }
    Json& member = open_.back()->as_object()->back().second;
    member = std::move(value);
    return &member;
  }

  bool open(Json container) {
    if (open_.size() >= limits_.depth_max) return refuse(limit_exceeded("JSON nested too deep"));
    Json* const placed = add(std::move(container));
    if (placed == nullptr) return false;
    open_.push_back(placed);
    return true;
  }

  const JsonLimits& limits_;
  Json root_;
  std::vector<Json*> open_;
  std::size_t values_{0};
  std::optional<Error> error_;
};

}  // namespace

Result<Json> parse_json(ByteView document, const JsonLimits& limits) {
  if (document.size() > limits.bytes_max) return limit_exceeded("JSON document too long");
  CPA_TRY(scan(document));
  Builder builder(limits);
  const bool well_formed = nlohmann::json::sax_parse(document.begin(), document.end(), &builder,
                                                     nlohmann::json::input_format_t::json, true);
  return std::move(builder).result(well_formed);
}

Result<Json> parse_json(std::string_view document, const JsonLimits& limits) {
  return parse_json(bytes_of(document), limits);
}

}  // namespace cpa::codec
