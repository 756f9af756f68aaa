#include "core/law/packs.h"

#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/crypto/hash.h"
#include "core/law/embedded.h"
#include "core/model/date.h"
#include "core/rules/pack.h"

namespace cpa::law {
std::string_view embedded_pack(std::string_view id) noexcept {
  for (const EmbeddedPack& pack : embedded_packs()) {
    if (pack.id == id) return pack.json;
  }
  return {};
}

Result<LawPack> load_law_pack(std::string_view json) {
  CPA_TRY_ASSIGN(std::shared_ptr<const rules::Pack> pack, rules::load_pack(json));
  // A pack counts only once its own examples come out right on this device.
  const std::vector<std::string> failed = rules::run_pack_tests(*pack);
  if (!failed.empty()) {
    return Error{ErrorCode::kLawPack, "E_TEST " + failed.front(),
                 static_cast<std::int64_t>(failed.size())};
  }
  LawPack law;
  law.id = pack->id();
  law.seq = pack->seq();
  law.sha256 = to_hex(crypto::sha256(bytes_of(json)));
  law.official = !pack->is_patch();
  law.published = pack->published();
  law.covers_from = model::format_date(pack->covers_from());
  law.covers_to = model::format_date(pack->covers_to());
  law.pack = std::move(pack);
  return law;
}

Result<LawPack> current_law() {
  static const Result<LawPack> law = load_law_pack(embedded_pack(kCorePackId));
  return law;
}

}  // namespace cpa::law
