#include "core/codec/json.h"

#include <algorithm>
#include <cstdint>

namespace cpa::codec {
namespace {

void append_string(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (byte < 0x20U) {
          out += "\\u00";
          out.push_back(kHex[byte >> 4U]);
          out.push_back(kHex[byte & 0x0FU]);
        } else {
          out.push_back(c);
        }
    }
  }
  out.push_back('"');
}

/// The place of a UTF-8 byte in the order of UTF-16 code units: the bytes that start a surrogate
/// pair (F0 and up) come before those of U+E000 to U+FFFF (EE, EF).
unsigned utf16_rank(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0xF0U ? 0xED00U + byte : static_cast<unsigned>(byte) << 8U;
}

bool utf16_less(std::string_view a, std::string_view b) noexcept {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](char x, char y) { return utf16_rank(x) < utf16_rank(y); });
}

enum class Order : std::uint8_t { kAsGiven, kCanonical };

/// Writes one value and what it holds. Recursion goes as deep as the value, which the parser
/// bounds (`JsonLimits::depth_max`).
class Writer {
 public:
  Writer(Order order, int indent) : order_(order), indent_(indent) {}

  void write(const Json& value) {
    if (const bool* truth = value.as_bool()) {
      out += *truth ? "true" : "false";
    } else if (const std::int64_t* number = value.as_integer()) {
      out += std::to_string(*number);
    } else if (const std::string* text = value.as_string()) {
      append_string(out, *text);
    } else if (const Json::Array* items = value.as_array()) {
      write_array(*items);
    } else if (const Json::Object* members = value.as_object()) {
      write_object(*members);
    } else {
      out += "null";
    }
  }

  std::string out;

 private:
  void write_array(const Json::Array& items) {
    if (items.empty()) {
      out += "[]";
      return;
    }
    open('[');
    for (const Json& item : items) {
      separate(&item == items.data());
      write(item);
    }
    close(']');
  }

  void write_object(const Json::Object& members) {
    if (members.empty()) {
      out += "{}";
      return;
    }
    std::vector<const Json::Member*> sorted;
    sorted.reserve(members.size());
    for (const Json::Member& member : members) sorted.push_back(&member);
    if (order_ == Order::kCanonical) {
      std::sort(sorted.begin(), sorted.end(), [](const Json::Member* a, const Json::Member* b) {
        return utf16_less(a->first, b->first);
      });
    }
    open('{');
    for (const Json::Member* member : sorted) {
      separate(member == sorted.front());
      append_string(out, member->first);
      out += indent_ > 0 ? ": " : ":";
      write(member->second);
    }
    close('}');
  }

  void open(char bracket) {
    out.push_back(bracket);
    ++depth_;
  }

  void close(char bracket) {
    --depth_;
    new_line();
    out.push_back(bracket);
  }

  void separate(bool first) {
    if (!first) out.push_back(',');
    new_line();
  }

  void new_line() {
    if (indent_ <= 0) return;
    out.push_back('\n');
    out.append(static_cast<std::size_t>(indent_) * depth_, ' ');
  }

  Order order_;
  int indent_;
  std::size_t depth_{0};
};

}  // namespace

Json::Json(const char* value) : value_(std::string(value)) {}
Json::Json(std::string_view value) : value_(std::string(value)) {}
Json::Json(const std::string& value) : value_(value) {}
Json::Json(std::string&& value) : value_(std::move(value)) {}
Json::Json(Array value) : value_(std::move(value)) {}
Json::Json(Object value) : value_(std::move(value)) {}
Json::Json(const Json& other) = default;
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(const Json& other) = default;
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() = default;

Json Json::object(std::initializer_list<Named> members) {
  Object object;
  object.reserve(members.size());
  for (const Named& member : members) object.emplace_back(member.name, member.value);
  return object;
}

Json Json::array(std::initializer_list<Json> items) { return Array(items); }

const Json* Json::find(std::string_view key) const noexcept {
  const Object* members = as_object();
  if (members == nullptr) return nullptr;
  for (const Member& member : *members) {
    if (member.first == key) return &member.second;
  }
  return nullptr;
}

void Json::set(std::string_view key, Json value) {
  Object* members = as_object();
  CPA_CHECK(members != nullptr);
  for (Member& member : *members) {
    if (member.first == key) {
      member.second = std::move(value);
      return;
    }
  }
  members->emplace_back(std::string(key), std::move(value));
}

void Json::push(Json value) {
  Array* items = as_array();
  CPA_CHECK(items != nullptr);
  items->push_back(std::move(value));
}

std::string canonical(const Json& value) {
  Writer writer(Order::kCanonical, 0);
  writer.write(value);
  return std::move(writer.out);
}

std::string to_text(const Json& value, int indent) {
  Writer writer(Order::kAsGiven, indent);
  writer.write(value);
  return std::move(writer.out);
}

}  // namespace cpa::codec
