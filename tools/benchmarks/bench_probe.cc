// Measures one thing on the product's API, beside the same work on bare SQLCipher, and prints one
// JSON object. tools/bench starts it, once for each thing, and prints the table.

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>

#include "core/codec/json.h"
#include "core/law/facts.h"
#include "core/law/packs.h"
#include "core/rules/bound_facts.h"
#include "core/rules/evaluate.h"
#include "core/rules/record.h"
#include "core/store/sql/database.h"
#include "platform/client/desktop.h"
#include "platform/posix/key_vault.h"
#include "tools/benchmarks/timing.h"

namespace cpa::bench {
namespace {

using codec::Json;

constexpr int kRepeats = 15;
constexpr int kBlock = 100;

/// The value, or the end of the program: a benchmark of a failure is worthless.
template <typename T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "bench_probe: %s\n", result.error().message.c_str());
    std::exit(1);
  }
  return std::move(result).value();
}
void must(const Status& status) {
  if (status) return;
  std::fprintf(stderr, "bench_probe: %s\n", status.error().message.c_str());
  std::exit(1);
}

template <typename T, typename Call>
T wait_for(Call call) {
  auto promise = std::make_shared<std::promise<Result<T>>>();
  auto future = promise->get_future();
  call([promise](Result<T> result) { promise->set_value(std::move(result)); });
  return must(future.get());
}

/// Times go out as whole microseconds (or milliseconds, as named): JSON here has no fractions.
Json whole(double value) { return Json(std::int64_t{std::llround(value)}); }

SecretBytes key_of(const std::string& home) {
  posix::FileKeyVault vault(home + "/vault");
  return must(vault.read("store-key"));
}

store::Database bare(const std::string& home, const std::string& name) {
  const SecretBytes key = key_of(home);
  return must(store::Database::open({home + "/" + name, key}));
}

std::int64_t rows_of(store::Database& database) {
  std::int64_t count = 0;
  must(database.query("SELECT part, key, rev, body FROM rows WHERE part IN ('cpf','c2p','cec')",
                      [&](const store::Row& row) { count += row.text(3).empty() ? 0 : 1; }));
  return count;
}

Json open_and_rights(const std::string& home) {
  std::vector<double> ours;
  std::vector<double> baseline;
  for (int i = 0; i < kRepeats; ++i) {
    std::unique_ptr<Desktop> desktop;
    ours.push_back(elapsed_us([&] {
      desktop = must(open_desktop(home));
      wait_for<Json>([&](auto done) { desktop->client().rights({}, done); });
    }));
    desktop.reset();
    baseline.push_back(elapsed_us([&] {
      store::Database database = bare(home, "store.db");
      rows_of(database);
    }));
  }
  return Json::object({{"ours_us", whole(median(ours))}, {"bare_us", whole(median(baseline))}});
}

Json declaration(int number) {
  return Json::object(
      {{"activity", "volunteering"},
       {"year", 2025},
       {"associations",
        Json::array({Json::object(
            {{"hours", 1 + number % 200}, {"years", 3}, {"declared", "2026-03-01"}})})}});
}

void submit(Client& client, int number) {
  wait_for<Submitted>([&](auto done) { client.submit("cec.declare", declaration(number), done); });
}

Json queue(const std::string& home, int count) {
  const auto desktop = must(open_desktop(home));
  store::Database database = bare(home, "bare.db");
  must(database.run("CREATE TABLE IF NOT EXISTS t(n INTEGER PRIMARY KEY, body TEXT)"));
  const std::string body(900, 'x');
  std::vector<double> ours;
  std::vector<double> baseline;
  for (int done = 0; done < count; done += kBlock) {
    ours.push_back(elapsed_us([&] {
      for (int i = 0; i < kBlock; ++i) submit(desktop->client(), done + i);
    }));
    baseline.push_back(elapsed_us([&] {
      for (int i = 0; i < kBlock; ++i) must(database.run("INSERT INTO t(body) VALUES(?1)", body));
    }));
  }
  const auto total = [](const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum;
  };
  return Json::object({{"ours_us", whole(total(ours))},
                       {"bare_us", whole(total(baseline))},
                       {"last_block_us", whole(ours.back())}});
}

/// The rows of the home once more, into an empty bare file, in one transaction.
double bare_copy_cpu_ms(const std::string& home) {
  store::Database from = bare(home, "store.db");
  store::Database to = bare(home, "copy.db");
  must(
      to.run("CREATE TABLE rows(part TEXT, key TEXT, rev INTEGER, after_seq INTEGER, body TEXT, "
             "PRIMARY KEY(part, key)) WITHOUT ROWID"));
  const double before = cpu_ms();
  auto transaction = must(to.begin_immediate());
  must(from.query("SELECT part, key, rev, after_seq, body FROM rows ORDER BY part, key",
                  [&](const store::Row& row) -> Status {
                    return to.run("INSERT INTO rows VALUES(?1,?2,?3,?4,?5)", row.text(0),
                                  row.text(1), row.integer(2), row.integer(3), row.text(4));
                  }));
  must(transaction.commit());
  return cpu_ms() - before;
}

Json sync(const std::string& home, bool with_baseline) {
  const double before = cpu_ms();
  Json report;
  {
    const auto desktop = must(open_desktop(home));
    report = to_json(wait_for<SyncReport>([&](auto done) { desktop->client().sync(done); }));
  }
  const double ours = cpu_ms() - before;
  Json result = Json::object({{"report", std::move(report)}, {"cpu_ms", whole(ours)}});
  store::Database database = bare(home, "store.db");
  result.set("rows", must(database.find_integer("SELECT count(*) FROM rows")).value_or(0));
  if (with_baseline) result.set("bare_cpu_ms", whole(bare_copy_cpu_ms(home)));
  return result;
}

Json rules() {
  const law::LawPack law = must(law::current_law());
  const Json given = must(codec::parse_json(
      R"({"hours":"600","full_time":"1607","cpf_balance":"4900","low_qualified":false,)"
      R"("oeth":false,"cpf_stopped":false})"));
  const rules::Facts facts = must(law::facts_from_json(*law.pack, given));
  const auto day = [](unsigned month, unsigned number) {
    return model::make_date(2025, month, number);
  };
  const rules::EvalDates dates{day(12, 31), day(1, 1), day(12, 31), day(12, 31)};
  const auto bound = must(rules::BoundFacts::bind(*law.pack, facts));
  const auto credit =
      static_cast<std::uint32_t>(law.pack->find_var("cpf.credit") - law.pack->vars().data());
  const auto per_second = [](const auto& evaluation) {
    constexpr int kCount = 5000;
    std::vector<double> times;
    times.reserve(kRepeats);
    for (int repeat = 0; repeat < kRepeats; ++repeat) {
      times.push_back(elapsed_us([&] {
        for (int i = 0; i < kCount; ++i) evaluation();
      }));
    }
    return kCount / median(times) * 1e6;
  };
  rules::Record record;
  const double plain = per_second([&] { must(rules::evaluate(*law.pack, credit, dates, bound)); });
  const double recorded =
      per_second([&] { must(rules::evaluate(*law.pack, credit, dates, bound, &record)); });
  const double by_name =
      per_second([&] { must(rules::evaluate(*law.pack, "cpf.credit", dates, facts)); });
  const double written = per_second([&] {
    rules::Trace trace;
    must(rules::evaluate(*law.pack, "cpf.credit", dates, facts, &trace));
  });
  const std::string_view text = law::embedded_pack(law::kCorePackId);
  std::vector<double> loads;
  loads.reserve(kRepeats);
  for (int i = 0; i < kRepeats; ++i) {
    loads.push_back(elapsed_us([&] { must(law::load_law_pack(text)); }));
  }
  return Json::object({{"plain_per_s", whole(plain)},
                       {"by_name_per_s", whole(by_name)},
                       {"traced_per_s", whole(recorded)},
                       {"written_per_s", whole(written)},
                       {"load_us", whole(median(loads))},
                       {"pack_bytes", static_cast<std::int64_t>(text.size())}});
}

Json memory(const std::string& home, std::int64_t at_start) {
  const auto desktop = must(open_desktop(home));
  wait_for<SyncReport>([&](auto done) { desktop->client().sync(done); });
  wait_for<Json>([&](auto done) { desktop->client().rights({}, done); });
  return Json::object({{"start_kib", at_start},
                       {"now_kib", memory_kib("VmRSS")},
                       {"highest_kib", memory_kib("VmHWM")}});
}

int run(int argc, char** argv) {
  const std::int64_t at_start = memory_kib("VmRSS");
  const std::string what = argc > 1 ? argv[1] : "";
  const std::string home = argc > 2 ? argv[2] : "";
  Json result;
  if (what == "rules") {
    result = rules();
  } else if (what == "open" && !home.empty()) {
    result = open_and_rights(home);
  } else if (what == "queue" && argc > 3) {
    result = queue(home, std::atoi(argv[3]));
  } else if (what == "sync" && !home.empty()) {
    result = sync(home, argc > 3);
  } else if (what == "memory" && !home.empty()) {
    result = memory(home, at_start);
  } else {
    std::fputs(
        "usage: bench_probe rules | open HOME | queue HOME COUNT | sync HOME [baseline] | "
        "memory HOME\n",
        stderr);
    return 2;
  }
  std::puts(codec::to_text(result).c_str());
  return 0;
}

}  // namespace
}  // namespace cpa::bench

int main(int argc, char** argv) { return cpa::bench::run(argc, argv); }
