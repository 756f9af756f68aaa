#include "core/law/packs.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/check.h"
#include "core/codec/gzip.h"
#include "core/crypto/hash.h"
#include "core/law/embedded.h"
#include "core/model/date.h"
#include "core/rules/pack.h"

namespace cpa::law {
namespace {

constexpr std::size_t kPackBytesMax = 256U << 10U;

/// What the build compressed, expanded once: id → JSON.
const std::map<std::string, std::string, std::less<>>& expanded_packs() {
  static const std::map<std::string, std::string, std::less<>> packs = [] {
    std::map<std::string, std::string, std::less<>> expanded;
    for (const EmbeddedPack& pack : embedded_packs()) {
      const Result<Bytes> json = codec::gzip_expand(pack.gzip, kPackBytesMax);
      CPA_CHECK(json.has_value());
      expanded.emplace(pack.id, text_of(*json));
    }
    return expanded;
  }();
  return packs;
}

}  // namespace

std::string_view embedded_pack(std::string_view id) {
  const auto found = expanded_packs().find(id);
  return found == expanded_packs().end() ? std::string_view() : std::string_view(found->second);
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

LawHead current_law_head() noexcept {
  for (const EmbeddedPack& pack : embedded_packs()) {
    if (pack.id == kCorePackId) return {pack.id, pack.seq, pack.covers_to};
  }
  return {};
}

Result<LawPack> current_law() {
  static const Result<LawPack> law = load_law_pack(embedded_pack(kCorePackId));
  return law;
}

}  // namespace cpa::law
