#include "tools/lawpack/mutate.h"

#include "core/law/packs.h"
#include "tools/lawpack/yaml_source.h"

namespace cpa::lawpack {

Result<MutationScore> mutate(
    std::string_view pack, const std::function<void(std::size_t done, std::size_t of)>& progress) {
  CPA_TRY_ASSIGN(const codec::Json document, codec::parse_json(pack));
  CPA_TRY(law::load_law_pack(pack));
  MutationScore score;
  for_each_mutant(document, [&](const Mutant&) { ++score.total; });
  std::size_t done = 0;
  for_each_mutant(document, [&](const Mutant& mutant) {
    if (law::load_law_pack(codec::canonical(mutant.pack))) {
      score.survivors.push_back(mutant.name());
    } else {
      ++score.killed;
    }
    progress(++done, score.total);
  });
  return score;
}

Result<std::map<std::string, std::string>> read_survivors(std::string_view yaml,
                                                          std::string_view file) {
  CPA_TRY_ASSIGN(const codec::Json document, read_yaml(yaml, file));
  codec::JsonReader reader(document, std::string(file));
  std::map<std::string, std::string> known;
  for (const codec::Json& each : reader.require_array("survivors")) {
    codec::JsonReader entry(each, "survivors");
    std::string mutant = entry.require_string("mutant");
    std::string why = entry.require_string("why");
    CPA_TRY(entry.finish());
    if (!known.emplace(mutant, std::move(why)).second) {
      return Error{ErrorCode::kLawPack, "E_DUPLICATE " + mutant};
    }
  }
  CPA_TRY(reader.finish());
  return known;
}

}  // namespace cpa::lawpack
