// test, explain and questions: what a pack answers.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "core/law/outlook.h"
#include "core/law/sentence.h"
#include "core/law/simulate.h"
#include "core/law/wording.h"
#include "core/rules/pack.h"
#include "tools/lawpack/compile.h"
#include "tools/lawpack/subcommands.h"

namespace cpa::lawpack {
namespace {

using codec::Json;

/// What one question to a pack is made of.
struct Options {
  std::string pack;
  std::string var;
  std::string facts;
  std::string on;
  std::string language{"fr"};
};

int fail(const char* command, const Error& error) {
  std::fprintf(stderr, "%s: %s\n", command, error.message.c_str());
  return kRefused;
}

/// A question whose files were read.
struct Question {
  law::LawPack law;
  Json facts{Json::object()};
  model::Date on;
  Language language{Language::kFrench};
};

Result<Question> read(const Options& options) {
  Question question;
  CPA_TRY_ASSIGN(question.law, load_pack_file(options.pack));
  if (!options.facts.empty()) {
    std::ifstream file(options.facts, std::ios::binary);
    if (!file) return Error{ErrorCode::kNotFound, "cannot read " + options.facts};
    const std::string text(std::istreambuf_iterator<char>(file), {});
    CPA_TRY_ASSIGN(question.facts, codec::parse_json(text));
  }
  question.on = question.law.pack->covers_to() - std::chrono::days(1);
  if (!options.on.empty()) {
    CPA_TRY_ASSIGN(question.on, model::parse_date(options.on));
  }
  question.language = options.language == "en" ? Language::kEnglish : Language::kFrench;
  return question;
}

int run_explain(const Options& options) {
  const Result<Question> asked = read(options);
  if (!asked) return fail("explain", asked.error());
  const Result<std::string> text =
      law::explain_text(asked->law, options.var, asked->facts, asked->on, asked->language);
  if (!text) return fail("explain", text.error());
  const auto outlook =
      law::outlook_of(asked->law, options.var, asked->facts, asked->on, asked->language);
  std::fputs(text->c_str(), stdout);
  if (outlook) std::fputs(law::outlook_text(*outlook, asked->language).c_str(), stdout);
  return 0;
}

int run_questions(const Options& options) {
  const Result<Question> asked = read(options);
  if (!asked) return fail("questions", asked.error());
  const Result<Json> answer =
      law::simulate(asked->law, options.var, asked->facts, asked->on, asked->language);
  if (!answer) return fail("questions", answer.error());
  const Json* missing = answer->find("missing");
  if (missing == nullptr) {
    return fail("questions", Error{ErrorCode::kInvalidArgument, "name one variable, not a hook"});
  }
  const auto outlook =
      law::outlook_of(asked->law, options.var, asked->facts, asked->on, asked->language);
  // Where nothing can change the result any more, there is nothing to ask.
  const bool settled = outlook && outlook->bounds && !outlook->bounds->low.empty() &&
                       outlook->bounds->low == outlook->bounds->high;
  for (std::size_t i = 0; !settled && i < missing->as_array()->size(); ++i) {
    const std::string& name = *(*missing->as_array())[i].as_string();
    const rules::Choice* choice = asked->law.pack->find_choice(name);
    const rules::InputDeclaration* input = asked->law.pack->find_input(name);
    std::string type = choice == nullptr ? input->type.text() : "";
    for (std::uint32_t option = 0; choice != nullptr && option < choice->count; ++option) {
      const std::string& each = asked->law.pack->inputs()[choice->first + option].name;
      type += (type.empty() ? "" : " | ") + each.substr(name.size() + 1);
    }
    std::printf("%zu. %s (%s, %s, %s)\n", i + 1,
                law::label_of(asked->law, name, asked->language).c_str(), name.c_str(),
                type.c_str(), (choice == nullptr ? input->source : choice->source).c_str());
  }
  if (outlook) std::fputs(law::outlook_text(*outlook, asked->language).c_str(), stdout);
  return 0;
}

int run_test(const Options& options) {
  const Result<std::string> text = read_pack(options.pack);
  if (!text) return fail("test", text.error());
  const auto pack = rules::load_pack(*text);
  if (!pack) return fail("test", pack.error());
  const std::vector<std::string> failures = rules::run_pack_tests(**pack);
  for (const std::string& failure : failures) std::printf("FAILED %s\n", failure.c_str());
  std::printf("%zu of %zu tests pass\n", (*pack)->tests().size() - failures.size(),
              (*pack)->tests().size());
  return failures.empty() ? 0 : kRefused;
}

void add_question(CLI::App& app, Action& chosen, const char* name, const char* help,
                  int (*run)(const Options&)) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(name, help);
  command->add_option("pack", options->pack, "A pack: .json, .yaml or a folder")->required();
  command->add_option("variable", options->var, "For instance cpf.credit")->required();
  command->add_option("--facts", options->facts, "JSON file of facts; none when absent");
  command->add_option("--on", options->on, "ISO date; the last day covered when absent");
  command->add_option("--lang", options->language, "fr or en")->check(CLI::IsMember({"fr", "en"}));
  command->callback([options, run, &chosen] { chosen = [options, run] { return run(*options); }; });
}

}  // namespace

void add_asking(CLI::App& app, Action& chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* test = app.add_subcommand("test", "Run the pack's worked examples and name failures");
  test->add_option("pack", options->pack, "A pack: .json, .yaml or a folder")->required();
  test->callback([options, &chosen] { chosen = [options] { return run_test(*options); }; });
  add_question(app, chosen, "explain", "A result step by step, and what would change it",
               run_explain);
  add_question(app, chosen, "questions", "What is still to be asked, in order", run_questions);
}

}  // namespace cpa::lawpack
