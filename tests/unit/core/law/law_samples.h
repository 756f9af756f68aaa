#pragma once

#include <gtest/gtest.h>

#include <string_view>

#include "core/codec/json.h"
#include "core/law/packs.h"

namespace cpa::law {

/// The law under test; a test cannot go on without it.
inline LawPack the_law() {
  Result<LawPack> law = current_law();
  if (!law) ADD_FAILURE() << law.error().message;
  CPA_CHECK(law.has_value());
  return *law;
}

/// JSON written in a test.
inline codec::Json json_of(std::string_view text) {
  Result<codec::Json> json = codec::parse_json(text);
  if (!json) ADD_FAILURE() << text << ": " << json.error().message;
  return json ? *json : codec::Json();
}

/// The facts of a French employee's year, with the hours and the balance of the case.
inline codec::Json cpf_facts(std::string_view hours, std::string_view balance) {
  codec::Json facts =
      json_of(R"({"full_time":"1607","low_qualified":false,"oeth":false,"cpf_stopped":false})");
  facts.set("hours", hours);
  facts.set("cpf_balance", balance);
  return facts;
}

}  // namespace cpa::law
