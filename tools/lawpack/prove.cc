#include "tools/lawpack/prove.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>
#include <utility>

#include "core/codec/json.h"
#include "core/law/packs.h"
#include "core/rules/bound_facts.h"
#include "core/rules/evaluate.h"
#include "core/rules/program.h"
#include "tools/lawpack/smt.h"
#include "tools/lawpack/yaml_source.h"

namespace cpa::lawpack {
namespace {

using codec::Json;
using rules::Cell;
using rules::Rational;
using Index = std::uint32_t;

/// The truth that stands for a property in the pack that is proved.
constexpr std::string_view kGoal = "proof.goal";
constexpr int kSecondsMax = 20;

/// A temporary file that goes when it is no longer needed.
class Script {
 public:
  explicit Script(const std::string& text) {
    const char* folder = std::getenv("TMPDIR");
    path_ = std::string(folder == nullptr ? "/tmp" : folder) + "/cpa-prove-XXXXXX";
    const int file = ::mkstemp(path_.data());
    written_ =
        file >= 0 && ::write(file, text.data(), text.size()) == static_cast<::ssize_t>(text.size());
    if (file >= 0) ::close(file);
  }
  ~Script() { ::unlink(path_.c_str()); }
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] bool written() const noexcept { return written_; }

 private:
  std::string path_;
  bool written_{false};
};

/// What z3 says to a script. Errors: kNotFound, kStorageIo.
Result<std::string> ask_z3(const std::string& text) {
  const Script script(text);
  if (!script.written()) return Error{ErrorCode::kStorageIo, "cannot write a temporary file"};
  const std::string command =
      "z3 -smt2 -T:" + std::to_string(kSecondsMax) + " '" + script.path() + "' 2>&1";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  if (!pipe) return Error{ErrorCode::kNotFound, "cannot start z3"};
  std::string answer;
  std::array<char, 4096> part{};
  while (std::fgets(part.data(), part.size(), pipe.get()) != nullptr) answer += part.data();
  if (answer.find("not found") != std::string::npos) {
    return Error{ErrorCode::kNotFound, "z3 is not installed: apt-get install z3"};
  }
  return answer;
}

/// Reads the values of `get-value`: symbol → "true", "false" or a number.
class Values {
 public:
  explicit Values(std::string_view text) : text_(text) {}

  std::map<std::string, std::string> read() {
    std::map<std::string, std::string> values;
    skip("(");
    while (take('(')) {
      std::string symbol = word();
      const std::optional<Rational> number = value();
      values[std::move(symbol)] =
          number ? number->decimal_text().value_or(number->fraction_text()) : truth_;
      skip(")");
    }
    return values;
  }

 private:
  void blank() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }
  bool take(char c) {
    blank();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void skip(const char* c) { take(*c); }
  std::string word() {
    blank();
    const std::size_t first = at_;
    while (at_ < text_.size() && text_[at_] != ' ' && text_[at_] != ')' && text_[at_] != '\n') {
      ++at_;
    }
    return std::string(text_.substr(first, at_ - first));
  }
  /// A number, "(- n)" or "(/ a b)"; nothing for a truth, which is kept.
  std::optional<Rational> value() {
    if (!take('(')) {
      truth_ = word();
      return Rational::parse(truth_);
    }
    const std::string sign = word();
    std::optional<Rational> number = value();
    if (sign == "-" && number) number = negate(*number);
    if (sign == "/") {
      const std::optional<Rational> other = value();
      number = number && other ? divide(*number, *other) : std::nullopt;
    }
    skip(")");
    return number;
  }

  std::string_view text_;
  std::size_t at_{0};
  std::string truth_;
};

/// One property of one pack.
class Proof {
 public:
  Proof(const Property& property, std::shared_ptr<const rules::Pack> pack, const std::string& var)
      : property_(property), pack_(std::move(pack)), var_(index_of(var)) {}

  Result<Finding> run() {
    Finding finding;
    finding.id = property_.id;
    std::set<std::string> asked;
    for (const model::Date day : days()) {
      CPA_TRY(period(day, asked, finding));
      if (finding.verdict == Finding::Verdict::kFails) break;
    }
    const bool none = finding.periods == finding.left_out;
    if (none) finding.verdict = Finding::Verdict::kNotWritten;
    // A jump that is known has to be there on one of the days.
    const bool jumps = property_.kind == Property::Kind::kJumps;
    if (jumps && !none && finding.detail.empty()) {
      finding.verdict = Finding::Verdict::kFails;
      finding.detail = "no such jump";
    }
    return finding;
  }

 private:
  [[nodiscard]] Index index_of(const std::string& name) const {
    return static_cast<Index>(pack_->find_var(name) - pack_->vars().data());
  }
  [[nodiscard]] Index input_of(const std::string& name) const {
    return static_cast<Index>(pack_->find_input(name) - pack_->inputs().data());
  }

  /// The days from which some rule or parameter of the pack is another.
  [[nodiscard]] std::vector<model::Date> days() const {
    std::set<model::Date> days = {pack_->covers_from()};
    for (const auto& rules : pack_->program().rules) {
      for (const rules::Rule& rule : rules) {
        days.insert(rule.from);
        days.insert(rule.to);
      }
    }
    for (const rules::Param& param : pack_->params()) {
      for (const rules::ParamValue& value : param.values) days.insert(value.from);
    }
    const Result<model::Date> last = model::parse_date(property_.until);
    std::vector<model::Date> covered;
    for (const model::Date day : days) {
      if (day >= pack_->covers_from() && day < pack_->covers_to() && (!last || day <= *last)) {
        covered.push_back(day);
      }
    }
    return covered;
  }

  /// What grows is looked at first with rounding that only keeps order.
  Status period(model::Date day, std::set<std::string>& asked, Finding& finding) {
    if (property_.kind == Property::Kind::kGrows) {
      SmtWriter ordered(*pack_, day, SmtRounding::kOrdered);
      const Result<std::string> claim = denied(ordered);
      const std::string script = ordered.text() + (claim ? *claim : "");
      if (claim && asked.contains(script)) return {};
      const Result<std::string> answer =
          claim ? ask_z3(script + "(check-sat)\n") : Result<std::string>(claim.error());
      if (answer && answer->starts_with("unsat")) {
        asked.insert(script);
        ++finding.periods;
        return {};
      }
    }
    return exactly(day, asked, finding);
  }

  Status exactly(model::Date day, std::set<std::string>& asked, Finding& finding) {
    SmtWriter writer(*pack_, day, SmtRounding::kExact);
    const Result<std::string> claim = denied(writer);
    if (!claim) {
      if (claim.error().code != ErrorCode::kUnsupported) return claim.error();
      ++finding.periods;
      ++finding.left_out;
      finding.detail = claim.error().message;
      return {};
    }
    const std::string script = writer.text() + *claim;
    if (!asked.insert(script).second) return {};  // the law is the same as before
    ++finding.periods;
    CPA_TRY_ASSIGN(const std::string answer, ask_z3(script + question(writer)));
    if (answer.starts_with("unsat")) return {};
    if (!answer.starts_with("sat")) {
      finding.verdict = Finding::Verdict::kUnknown;
      finding.detail = answer.substr(0, answer.find('\n'));
      return {};
    }
    const auto values = Values(std::string_view(answer).substr(4)).read();
    return confirm(day, writer, values, finding);
  }

  /// Everything written, and the claim that the property does not hold.
  Result<std::string> denied(SmtWriter& writer) {
    for (const auto& [name, value] : property_.given) {
      const std::optional<Rational> number = Rational::parse(value);
      if (!number) return Error{ErrorCode::kInvalidArgument, property_.id + ": given " + name};
      given_ +=
          "(assert (= " + writer.declare(input_of(name), "") + " " + smt_number(*number) + "))\n";
    }
    const std::string given = std::exchange(given_, "");
    CPA_TRY_ASSIGN(const std::string low, writer.write(var_, {}, ""));
    if (property_.kind == Property::Kind::kAlways) return given + "(assert (not " + low + "))\n";
    const Index input = input_of(property_.in);
    if (!writer.inputs().contains(input)) {
      return Error{ErrorCode::kInvalidArgument,
                   property_.id + ": " + property_.in + " takes no part"};
    }
    const std::string x = writer.inputs().at(input);
    const std::string y = writer.declare(input, "_more");
    CPA_TRY_ASSIGN(const std::string high, writer.write(var_, {{input, y}}, "_more"));
    const std::string rises = given + "(assert (< " + x + " " + y + "))\n";
    if (property_.kind == Property::Kind::kGrows) {
      return rises + "(assert (> " + low + " " + high + "))\n";
    }
    const std::optional<Rational> by = Rational::parse(property_.by);
    const std::optional<Rational> within = Rational::parse(property_.within);
    if (!by || !within) return Error{ErrorCode::kInvalidArgument, property_.id + ": by, within"};
    // Both values on the grid that people state, so that the jump can be read.
    const std::string step = smt_number(*within);
    return rises + "(assert (is_int (/ " + x + " " + step + ")))\n(assert (= " + y + " (+ " + x +
           " " + step + ")))\n(assert (> (- " + high + " " + low + ") " + smt_number(*by) + "))\n";
  }

  static std::string question(const SmtWriter& writer) {
    std::string symbols;
    for (const auto& [input, symbol] : writer.inputs()) symbols += " " + symbol;
    if (symbols.empty()) return "(check-sat)\n";
    return "(check-sat)\n(get-value (" + symbols.substr(1) + "))\n";
  }

  /// Computes what the solver found with the engine, and says it in words.
  Status confirm(model::Date day, const SmtWriter& writer,
                 const std::map<std::string, std::string>& values, Finding& finding) {
    CPA_TRY_ASSIGN(rules::BoundFacts facts, rules::BoundFacts::bind(*pack_, {}));
    std::string who;
    for (const auto& [input, symbol] : writer.inputs()) {
      const rules::InputDeclaration& info = pack_->inputs()[input];
      const std::string& value = values.at(symbol);
      const std::optional<Cell> cell = cell_of(value, info.type);
      if (!cell) return Error{ErrorCode::kInternal, "the solver's answer is not exact: " + value};
      facts.set(input, *cell);
      who += (who.empty() ? "" : ", ") + info.name + " = " +
             rules::value_text(rules::to_scalar(*cell, info.type));
    }
    finding.detail = "on " + model::format_date(day) + ", " + who + ": ";
    if (writer.left_open()) {
      finding.verdict = Finding::Verdict::kUnknown;
      finding.detail += "perhaps; it depends on what cannot be written";
      return {};
    }
    if (property_.kind != Property::Kind::kJumps) finding.verdict = Finding::Verdict::kFails;
    return property_.kind == Property::Kind::kAlways ? confirm_always(day, facts, finding)
                                                     : confirm_pair(day, facts, finding);
  }

  static std::optional<Cell> cell_of(const std::string& text, const rules::Type& type) {
    if (type.kind == rules::Kind::kBool) return Cell::known(text == "true");
    const std::size_t slash = text.find('/');
    std::optional<Rational> number = Rational::parse(text.substr(0, slash));
    if (number && slash != std::string::npos) {
      const std::optional<Rational> den = Rational::parse(text.substr(slash + 1));
      number = den ? divide(*number, *den) : std::nullopt;
    }
    return number ? std::optional(Cell::known(*number)) : std::nullopt;
  }

  [[nodiscard]] Result<Cell> value(model::Date day, const rules::BoundFacts& facts) const {
    CPA_TRY_ASSIGN(const rules::Outcome outcome,
                   rules::evaluate(*pack_, var_, {day, day, day, day}, facts));
    if (!outcome.value) return Error{ErrorCode::kInternal, "the engine has no value there"};
    return rules::to_cell(*outcome.value);
  }

  Status confirm_always(model::Date day, const rules::BoundFacts& facts, Finding& finding) const {
    CPA_TRY_ASSIGN(const Cell held, value(day, facts));
    if (held.truth()) return Error{ErrorCode::kInternal, property_.id + ": the engine disagrees"};
    finding.detail += "does not hold";
    return {};
  }

  /// The value before and after; after is one step, or the next values tried, further.
  Status confirm_pair(model::Date day, rules::BoundFacts facts, Finding& finding) const {
    CPA_TRY_ASSIGN(const Cell before, value(day, facts));
    if (property_.kind == Property::Kind::kGrows) {
      finding.detail += "falls from there";
      return {};
    }
    const Index input = input_of(property_.in);
    const std::optional<Rational> next =
        add(facts.scalar(input).number, Rational::parse(property_.within).value_or(Rational(0)));
    facts.set(input, Cell::known(next.value_or(Rational(0))));
    CPA_TRY_ASSIGN(const Cell after, value(day, facts));
    const std::optional<Rational> jump = subtract(after.number, before.number);
    if (!jump || compare(*jump, *Rational::parse(property_.by)) <= 0) {
      return Error{ErrorCode::kInternal, property_.id + ": the engine sees no jump"};
    }
    const auto text = [](const Rational& number) {
      return number.decimal_text().value_or(number.fraction_text());
    };
    finding.detail += property_.in + " " + text(*next) + " gives " + text(after.number) +
                      " instead of " + text(before.number);
    return {};
  }

  const Property& property_;
  std::shared_ptr<const rules::Pack> pack_;
  Index var_;
  std::string given_;
};

/// The pack with the property as one more truth.
Result<std::shared_ptr<const rules::Pack>> pack_with_goal(const Json& pack,
                                                          const Property& property) {
  Json document = pack;
  document.set("tests", Json::array());
  Json vars = *document.find("vars");
  const std::string ref = document.find("refs")->as_object()->front().first;
  Json rule = Json::object({{"id", "goal"}, {"then", property.what}, {"ref", ref}});
  if (!property.until.empty()) {
    CPA_TRY_ASSIGN(const model::Date last, model::parse_date(property.until));
    rule.set("to", model::format_date(last + std::chrono::days(1)));
    Json after = Json::object({{"id", "after"}, {"then", "true"}, {"ref", ref}});
    after.set("from", model::format_date(last + std::chrono::days(1)));
    vars.set(kGoal, Json::object({{"type", "bool"},
                                  {"law_at", "event"},
                                  {"fr", "but"},
                                  {"en", "goal"},
                                  {"rules", Json::array({rule, after})}}));
  } else {
    vars.set(kGoal, Json::object({{"type", "bool"},
                                  {"law_at", "event"},
                                  {"fr", "but"},
                                  {"en", "goal"},
                                  {"rules", Json::array({rule})}}));
  }
  document.set("vars", vars);
  return rules::load_pack(codec::to_text(document));
}

Result<Finding> prove_one(const Json& pack, const Property& property) {
  const bool always = property.kind == Property::Kind::kAlways;
  std::shared_ptr<const rules::Pack> loaded;
  if (always) {
    CPA_TRY_ASSIGN(loaded, pack_with_goal(pack, property));
  } else {
    CPA_TRY_ASSIGN(loaded, rules::load_pack(codec::to_text(pack)));
  }
  const std::string var = always ? std::string(kGoal) : property.what;
  const bool known =
      loaded->find_var(var) != nullptr && (always || loaded->find_input(property.in) != nullptr);
  for (const auto& [name, value] : property.given) {
    if (loaded->find_input(name) == nullptr) {
      return Error{ErrorCode::kInvalidArgument, property.id + ": no input " + name};
    }
  }
  if (!known) return Error{ErrorCode::kInvalidArgument, property.id + ": no such name"};
  return Proof(property, std::move(loaded), var).run();
}

}  // namespace

Result<std::vector<Property>> read_properties(std::string_view yaml, std::string_view file) {
  CPA_TRY_ASSIGN(const Json document, read_yaml(yaml, file));
  codec::JsonReader reader(document, std::string(file));
  std::vector<Property> properties;
  for (const Json& each : reader.require_array("properties")) {
    codec::JsonReader entry(each, "properties");
    Property property;
    property.id = entry.require_string("id");
    const auto always = entry.optional_string("always");
    const auto grows = entry.optional_string("grows");
    const auto jumps = entry.optional_string("jumps");
    property.in = entry.optional_string("in").value_or("");
    property.by = entry.optional_string("by").value_or("");
    property.within = entry.optional_string("within").value_or("");
    property.until = entry.optional_string("until").value_or("");
    const Json* given = entry.optional_object("given");
    CPA_TRY(entry.finish());
    if (grows) property.kind = Property::Kind::kGrows;
    if (jumps) property.kind = Property::Kind::kJumps;
    property.what = always ? *always : grows ? *grows : jumps.value_or("");
    if (property.what.empty()) {
      return Error{ErrorCode::kLawPack, property.id + ": always, grows or jumps"};
    }
    for (std::size_t i = 0; given != nullptr && i < given->as_object()->size(); ++i) {
      const auto& [name, value] = (*given->as_object())[i];
      if (value.as_string() != nullptr) property.given[name] = *value.as_string();
    }
    properties.push_back(std::move(property));
  }
  CPA_TRY(reader.finish());
  return properties;
}

Result<std::vector<Finding>> prove(std::string_view pack, const std::vector<Property>& properties,
                                   const std::function<void(const Finding&)>& progress) {
  CPA_TRY_ASSIGN(const Json document, codec::parse_json(pack));
  CPA_TRY(law::load_law_pack(pack));
  std::vector<Finding> findings;
  for (const Property& property : properties) {
    CPA_TRY_ASSIGN(Finding finding, prove_one(document, property));
    progress(finding);
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace cpa::lawpack
