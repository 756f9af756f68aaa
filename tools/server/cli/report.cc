#include "tools/server/cli/report.h"

#include <fmt/core.h>

#include <cstdio>

namespace cpa::server {
namespace {

using codec::Json;

Json texts(const std::vector<std::string>& list) {
  Json array = Json::array();
  for (const auto& item : list) array.push(item);
  return array;
}

}  // namespace

void print(Format format, const Json& json, const std::string& text) {
  const std::string line = format == Format::kJson ? codec::to_text(json, 2) + "\n" : text;
  fmt::print("{}", line);
  std::fflush(stdout);
}

int fail(Format format, const Error& error) {
  const auto cause = error_cause(error.code, Language::kEnglish);
  const auto remedy = error_remedy(error.code, Language::kEnglish);
  if (format == Format::kJson) {
    const Json body = Json::object({{"code", error_slug(error.code)},
                                    {"cause", cause},
                                    {"remedy", remedy},
                                    {"detail", error.message},
                                    {"data_safe", error_keeps_data(error.code)}});
    print(format, Json::object({{"error", body}}), {});
  } else {
    fmt::print(stderr, "cpa-server: {}\n  {}\n  {}\n", error.message, cause, remedy);
  }
  return 1;
}

Json to_json(const IntakeReport& report) {
  Json unused = Json::object();
  for (const auto& [block, lines] : report.unused) unused.set(block, lines);
  return Json::object({{"stored", report.stored},
                       {"replaced", report.replaced},
                       {"cancelled", report.cancelled},
                       {"repeated", report.repeated},
                       {"accounts_opened", report.accounts_opened},
                       {"accounts_refused", report.accounts_refused},
                       {"unused", std::move(unused)}});
}

std::string to_text(const IntakeReport& report) {
  std::string text = fmt::format(
      "{} stored, {} replaced, {} cancelled, {} already there; {} accounts opened", report.stored,
      report.replaced, report.cancelled, report.repeated, report.accounts_opened);
  if (report.accounts_refused > 0) {
    text += fmt::format(", {} not allowed by age yet", report.accounts_refused);
  }
  text += "\n";
  for (const auto& [block, lines] : report.unused) {
    text += fmt::format("  not used: {} ({} lines)\n", block, lines);
  }
  return text;
}

Json to_json(const YearlyReport& report) {
  Json waiting = Json::array();
  for (const auto& one : report.waiting) {
    waiting.push(Json::object({{"account", one.account},
                               {"sub_account", model::sub_account_name(one.sub_account)},
                               {"period", one.period},
                               {"missing", texts(one.missing)},
                               {"failure", one.failure}}));
  }
  return Json::object({{"accounts", report.accounts},
                       {"credits", report.credits},
                       {"corrections", report.corrections},
                       {"unchanged", report.unchanged},
                       {"waiting", std::move(waiting)}});
}

std::string to_text(const YearlyReport& report, int year, model::Date posting) {
  std::string text =
      fmt::format("year {} posted on {}: {} accounts, {} credits, {} corrections, {} unchanged\n",
                  year, model::format_date(posting), report.accounts, report.credits,
                  report.corrections, report.unchanged);
  for (const auto& one : report.waiting) {
    std::string missing = one.failure;
    for (const auto& name : one.missing) missing += (missing.empty() ? "" : ", ") + name;
    text += fmt::format("  waiting: {} {} of account {}: {}\n",
                        model::sub_account_name(one.sub_account), one.period, one.account, missing);
  }
  return text;
}

}  // namespace cpa::server
