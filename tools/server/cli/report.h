#pragma once

#include <string>

#include "core/base/error.h"
#include "core/codec/json.h"
#include "core/model/date.h"
#include "tools/server/decide/intake.h"
#include "tools/server/decide/yearly_run.h"

namespace cpa::server {

/// How a command answers: for people, or as one JSON document.
enum class Format : std::uint8_t { kText, kJson };

/// Prints `json`, or `text` for people, on stdout.
void print(Format format, const codec::Json& json, const std::string& text);
/// Prints a failure ({"error": {code, cause, remedy, data_safe, detail}} in JSON) and returns 1.
int fail(Format format, const Error& error);

/// What `ingest` says.
codec::Json to_json(const IntakeReport& report);
std::string to_text(const IntakeReport& report);
/// What `credit` says.
codec::Json to_json(const YearlyReport& report);
std::string to_text(const YearlyReport& report, int year, model::Date posting);

}  // namespace cpa::server
