#include "tools/lawpack/yaml_source.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <charconv>
#include <istream>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace cpa::lawpack {
namespace {

using codec::Json;

std::string where(std::string_view file, const YAML::Mark& mark) {
  return std::string(file) + ":" + std::to_string(mark.line + 1) + ":" +
         std::to_string(mark.column + 1);
}

/// Builds the tree from parser events. yaml-cpp's own tree keeps the last of two equal keys and
/// resolves aliases, so it cannot be used to refuse them.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, std::string_view file) : text_(text), file_(file) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    const auto at = static_cast<std::size_t>(mark.pos);
    if (at > text_.size() || text_.substr(at, 4) != "null") {
      refuse(mark, "E_YAML_EMPTY", "an empty value; write null or \"\"");
    }
    put(mark, Json(nullptr));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, "E_YAML_ALIAS", "aliases are not allowed");
    put(mark, Json(nullptr));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (!open_.empty() && open_.back().is_map && !open_.back().key) {
      take_key(mark, value);
    } else {
      put(mark, Json(value));
    }
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    start(mark, tag, anchor, false);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    start(mark, tag, anchor, true);
  }
  void OnMapEnd() override { end(); }

  Result<Json> take() {
    if (problem_) return *problem_;
    if (!root_) return Error{ErrorCode::kLawPack, "E_YAML " + std::string(file_) + ": empty"};
    return std::move(*root_);
  }

 private:
  struct Frame {
    bool is_map{false};
    YAML::Mark mark;
    std::optional<std::string> key;
    Json value;
  };

  void refuse(const YAML::Mark& mark, std::string_view code, const std::string& reason) {
    if (problem_) return;
    problem_ = Error{ErrorCode::kLawPack,
                     std::string(code) + " " + where(file_, mark) + ": " + reason, mark.line + 1};
  }
  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) refuse(mark, "E_YAML_ANCHOR", "anchors are not allowed");
  }
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    // "?" and "!" are what the parser gives to plain and to quoted scalars without a tag.
    if (!tag.empty() && tag != "?" && tag != "!") {
      refuse(mark, "E_YAML_TAG", "tags are not allowed: " + tag);
    }
  }
  void take_key(const YAML::Mark& mark, const std::string& key) {
    Frame& map = open_.back();
    if (map.value.find(key) != nullptr) {
      refuse(mark, "E_YAML_DUPLICATE", "the key stands twice: " + key);
    }
    map.key = key;
  }
  void start(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, bool is_map) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    open_.push_back({is_map, mark, std::nullopt, is_map ? Json::object() : Json::array()});
  }
  void end() {
    Frame done = std::move(open_.back());
    open_.pop_back();
    put(done.mark, std::move(done.value));
  }
  void put(const YAML::Mark& mark, Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return;
    }
    Frame& parent = open_.back();
    if (!parent.is_map) {
      parent.value.push(std::move(value));
    } else if (parent.key) {
      parent.value.set(*parent.key, std::move(value));
      parent.key.reset();
    } else {
      refuse(mark, "E_YAML_KEY", "a key must be a scalar");
      parent.key = "";
    }
  }

  std::string_view text_;
  std::string_view file_;
  std::vector<Frame> open_;
  std::optional<Json> root_;
  std::optional<Error> problem_;
};

Status make_integer(Json& object, std::string_view key, std::string_view file) {
  const Json* found = object.find(key);
  if (found == nullptr) return {};
  const std::string* text = found->as_string();
  std::int64_t number = 0;
  bool whole = text != nullptr && !text->empty();
  if (whole) {
    const char* end = text->data() + text->size();
    const auto parsed = std::from_chars(text->data(), end, number);
    whole = parsed.ec == std::errc{} && parsed.ptr == end;
  }
  if (!whole) {
    return Error{ErrorCode::kLawPack, "E_YAML_INTEGER " + std::string(file) + ": " +
                                          std::string(key) + " must be an integer"};
  }
  object.set(key, Json(number));
  return {};
}

Status type_integers(Json& document, std::string_view file) {
  CPA_TRY(make_integer(document, "semantics", file));
  CPA_TRY(make_integer(document, "seq", file));
  for (auto& [section, value] : *document.as_object()) {
    if (section != "inputs" || value.as_object() == nullptr) continue;
    for (auto& [name, input] : *value.as_object()) {
      const Json* type = input.find("type");
      if (type != nullptr && *type == Json("list")) CPA_TRY(make_integer(input, "max", file));
    }
  }
  return {};
}

}  // namespace

Result<Json> read_yaml(std::string_view text, std::string_view file) {
  TreeBuilder builder(text, file);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    CPA_TRY_ASSIGN(Json document, builder.take());
    TreeBuilder rest(text, file);
    if (parser.HandleNextDocument(rest)) {
      return Error{ErrorCode::kLawPack,
                   "E_YAML_DOCUMENTS " + std::string(file) + ": more than one document"};
    }
    if (document.as_object() == nullptr) {
      return Error{ErrorCode::kLawPack, "E_YAML " + std::string(file) + ": a mapping is wanted"};
    }
    CPA_TRY(type_integers(document, file));
    return document;
  } catch (const YAML::Exception& exception) {
    return Error{ErrorCode::kLawPack,
                 "E_YAML " + where(file, exception.mark) + ": " + exception.msg,
                 exception.mark.line + 1};
  }
}

}  // namespace cpa::lawpack
