// One number for what the law engine says to many questions: the same on every compiler and
// processor, or the build is broken. usage: rules_digest PACK.json [CASES]
//
// Kept free of everything that need not be there, so that it is cross-compiled in one command:
// core/base, core/model, core/rules and the JSON reader of core/codec.
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "core/rules/evaluate.h"
#include "core/rules/pack.h"

namespace {

using cpa::rules::Facts;
using cpa::rules::InputDeclaration;
using cpa::rules::Kind;
using cpa::rules::Pack;
using cpa::rules::Quantity;
using cpa::rules::Rational;
using cpa::rules::Scalar;
using cpa::rules::Type;

/// SplitMix64: a fixed sequence that looks random.
class Sequence {
 public:
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }
  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(limit));
  }
  bool one_in(std::int64_t count) { return below(count) == 0; }

 private:
  std::uint64_t state_{0};
};

/// FNV-1a over text.
class Digest {
 public:
  void add(std::string_view text) {
    for (const char c : text) {
      value_ ^= static_cast<unsigned char>(c);
      value_ *= 0x100000001B3U;
    }
    value_ *= 0x100000001B3U;  // an end of its own
  }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_{0xCBF29CE484222325U};
};

cpa::model::Date day(Sequence& sequence) {
  // 2014 to 2029: before, within and after the days that a pack covers.
  return cpa::model::make_date(2014, 1, 1) + std::chrono::days(sequence.below(16 * 365));
}

Scalar scalar(Sequence& sequence, const Type& type, std::int64_t low, std::int64_t high) {
  if (type.kind == Kind::kBool) return sequence.one_in(2);
  if (type.kind == Kind::kDate) {
    return sequence.one_in(2)
               ? day(sequence)
               : cpa::model::make_date(1950, 1, 1) + std::chrono::days(sequence.below(25'000));
  }
  // Whole numbers, and hundredths; the ends of the range more often than by chance.
  const std::int64_t den = sequence.one_in(2) ? 1 : 100;
  std::int64_t num = low * den + sequence.below((high - low) * den + 1);
  if (sequence.one_in(8)) num = low * den;
  if (sequence.one_in(8)) num = high * den;
  return Quantity{*Rational::make(num, den), type.unit};
}

void give(Sequence& sequence, const InputDeclaration& input, Facts& facts) {
  const std::int64_t low = input.min ? input.min->floor() : 0;
  const std::int64_t high = input.max ? input.max->floor() : 1000;
  if (input.type.kind != Kind::kList) {
    std::visit([&](const auto& value) { facts[input.name] = value; },
               scalar(sequence, input.type, low, high));
    return;
  }
  cpa::rules::List list;
  const std::int64_t count = sequence.below(std::min<std::int64_t>(high, 5) + 1);
  for (std::int64_t i = 0; i < count; ++i) {
    cpa::rules::Item item;
    for (const auto& [name, type] : input.fields) {
      if (!sequence.one_in(10)) item.emplace(name, scalar(sequence, type, 0, 300));
    }
    list.push_back(std::move(item));
  }
  facts[input.name] = std::move(list);
}

void add_trace(const cpa::rules::Trace& trace, Digest& digest) {
  for (const cpa::rules::TraceNode& step : trace) {
    for (const std::string* text : {&step.var, &step.rule, &step.ref, &step.value, &step.unit,
                                    &step.raw, &step.rounding, &step.limited_by}) {
      digest.add(*text);
    }
    for (const auto& use : step.inputs) digest.add(use.name + use.value);
    for (const auto& use : step.params) digest.add(use.name + use.value + use.since);
    for (const auto& rule : step.rejected) digest.add(rule.rule + rule.why);
    for (const auto& arm : step.arms) digest.add(arm.op + std::to_string(arm.arm) + arm.name);
  }
}

void add_case(const Pack& pack, Sequence& sequence, Digest& digest) {
  const auto& vars = pack.vars();
  const auto& var =
      vars[static_cast<std::size_t>(sequence.below(static_cast<std::int64_t>(vars.size())))];
  const cpa::model::Date on = day(sequence);
  const int year = cpa::model::year_of(on);
  Facts facts;
  for (const InputDeclaration& input : pack.inputs()) {
    if (input.choice.empty() && !sequence.one_in(5)) give(sequence, input, facts);
  }
  for (const cpa::rules::Choice& choice : pack.choices()) {
    if (sequence.one_in(5)) continue;
    const auto option = static_cast<std::size_t>(choice.first + sequence.below(choice.count));
    facts[pack.inputs()[option].name] = true;
  }
  cpa::rules::Trace trace;
  const auto outcome =
      evaluate(pack, var.name,
               {on, cpa::model::first_day_of_year(year), cpa::model::last_day_of_year(year), on},
               facts, &trace);
  digest.add(var.name);
  if (!outcome) return digest.add(outcome.error().message);
  if (outcome->error) digest.add(outcome->error->code + outcome->error->rule);
  if (outcome->value) digest.add(value_text(*outcome->value));
  for (const std::string& name : outcome->missing) digest.add(name);
  digest.add(std::string{outcome->assumed ? '1' : '0', outcome->interpretation ? '1' : '0',
                         outcome->disputed ? '1' : '0', outcome->beyond_known_law ? '1' : '0'});
  add_trace(trace, digest);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fputs("usage: rules_digest PACK.json [CASES]\n", stderr), 2;
  std::ifstream file(argv[1], std::ios::binary);
  const std::string json(std::istreambuf_iterator<char>(file), {});
  const auto pack = cpa::rules::load_pack(json);
  if (!pack) return std::fprintf(stderr, "%s\n", pack.error().message.c_str()), 1;
  const long cases = argc > 2 ? std::atol(argv[2]) : 200'000;
  Sequence sequence;
  Digest digest;
  for (long i = 0; i < cases; ++i) add_case(**pack, sequence, digest);
  std::printf("%016" PRIx64 "\n", digest.value());
  return 0;
}
