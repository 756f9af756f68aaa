#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace cpa::codec {

/// Limits against hostile documents. What passes them is refused with kLimitExceeded.
struct JsonLimits {
  std::size_t bytes_max{1U << 20U};
  std::size_t depth_max{32};
  std::size_t string_max{64U << 10U};
  std::size_t values_max{200'000};
};

/// A JSON value of the strict profile: no floating point, no duplicate keys.
/// Members keep the order in which they came; `canonical()` sorts them.
class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() = default;
  Json(std::nullptr_t) {}              // NOLINT(google-explicit-constructor): literals
  Json(bool value) : value_(value) {}  // NOLINT(google-explicit-constructor): literals
  Json(int value)
      : value_(static_cast<std::int64_t>(value)) {
  }                                            // NOLINT(google-explicit-constructor): literals
  Json(std::int64_t value) : value_(value) {}  // NOLINT(google-explicit-constructor): literals
  Json(const char* value);                     // NOLINT(google-explicit-constructor): literals
  Json(std::string_view value);                // NOLINT(google-explicit-constructor): literals
  Json(const std::string& value);              // NOLINT(google-explicit-constructor): literals
  Json(std::string&& value);                   // NOLINT(google-explicit-constructor): literals
  Json(Array value);                           // NOLINT(google-explicit-constructor): literals
  Json(Object value);                          // NOLINT(google-explicit-constructor): literals
  Json(const Json& other);
  Json(Json&& other) noexcept;
  Json& operator=(const Json& other);
  Json& operator=(Json&& other) noexcept;
  ~Json();

  struct Named;
  static Json object(std::initializer_list<Named> members = {});
  static Json array(std::initializer_list<Json> items = {});

  [[nodiscard]] bool is_null() const noexcept { return value_.index() == 0; }
  /// Null unless the value has that type; the pointer lives as long as this value is unchanged.
  [[nodiscard]] const bool* as_bool() const noexcept { return std::get_if<bool>(&value_); }
  [[nodiscard]] const std::int64_t* as_integer() const noexcept {
    return std::get_if<std::int64_t>(&value_);
  }
  [[nodiscard]] const std::string* as_string() const noexcept {
    return std::get_if<std::string>(&value_);
  }
  [[nodiscard]] const Array* as_array() const noexcept { return std::get_if<Array>(&value_); }
  [[nodiscard]] const Object* as_object() const noexcept { return std::get_if<Object>(&value_); }
  [[nodiscard]] Array* as_array() noexcept { return std::get_if<Array>(&value_); }
  [[nodiscard]] Object* as_object() noexcept { return std::get_if<Object>(&value_); }

  /// The member `key` of an object, or null when absent or when this is no object.
  [[nodiscard]] const Json* find(std::string_view key) const noexcept;
  /// Sets a member; this value must be an object (CPA_CHECK).
  void set(std::string_view key, Json value);
  /// Appends an item; this value must be an array (CPA_CHECK).
  void push(Json value);

  bool operator==(const Json&) const = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> value_;
};

/// A member as it stands in a program: named by a literal.
struct Json::Named {
  const char* name;
  Json value;
};

/// Reads one document of the strict profile: UTF-8 without BOM, no NUL, no trailing bytes, no
/// duplicate keys, integers within int64 only ("1.0", "1e3", "-0" are refused).
/// Errors: kMalformed, kLimitExceeded; `detail` is the byte offset where it is known.
Result<Json> parse_json(ByteView document, const JsonLimits& limits = {});
Result<Json> parse_json(std::string_view document, const JsonLimits& limits = {});

/// The canonical form (RFC 8785): keys sorted by UTF-16 code units, no white space.
std::string canonical(const Json& value);
/// Members in their own order, compact; `indent` > 0 for people.
std::string to_text(const Json& value, int indent = 0);

/// Reads the members of one object with types, remembers the first problem, and refuses unknown
/// keys. Reads after a problem return empty values; `finish()` says whether all went well.
/// A key is a literal. Lifetime: borrows `object`.
class JsonReader {
 public:
  explicit JsonReader(const Json& object, std::string_view path = "$");

  const std::string& require_string(const char* key);
  std::int64_t require_integer(const char* key);
  /// An integer ≥ 0.
  std::uint64_t require_u64(const char* key);
  bool require_bool(const char* key);
  const Json::Array& require_array(const char* key);
  /// The member, which must be an object.
  const Json& require_object(const char* key);
  /// Any value, null included.
  const Json& require(const char* key);

  /// Absent or null gives nothing; another type is a problem.
  std::optional<std::string> optional_string(const char* key);
  std::optional<std::int64_t> optional_integer(const char* key);
  std::optional<bool> optional_bool(const char* key);
  const Json::Array* optional_array(const char* key);
  const Json* optional_object(const char* key);
  /// Marks `key` as known without reading it.
  void skip(const char* key);

  /// Records a problem of the caller's own, for instance a value out of its range.
  void fail(const char* key, std::string_view problem);
  /// The first problem (kMalformed, message with the path), or kMalformed for a key nobody read.
  Status finish();
  /// As `finish`, for messages that a newer peer may extend.
  Status finish_allowing_unknown();

 private:
  const Json* take(const char* key);
  const Json* take_required(const char* key);

  const Json* object_;
  std::string path_;
  std::vector<std::string_view> known_;
  std::optional<Error> problem_;
};

}  // namespace cpa::codec
