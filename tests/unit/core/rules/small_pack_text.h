#pragma once

#include <string_view>

namespace cpa::rules {

/// A law small enough to compute by hand: 500 EUR a year (600 from 2024) in proportion to hours.
inline constexpr std::string_view kSmallPack = R"json({
"format":"cpa-rules/1","id":"test.pack","seq":1,"semantics":1,"published":"2026-01-01",
"covers":{"from":"2019-01-01","to":"2027-01-01"},
"refs":{"A1":"Article 1","A2":"Article 2"},
"params":{"p.rate":{"type":"EUR","values":[{"from":"2019-01-01","v":"500","ref":"A1"},
  {"from":"2024-01-01","v":"600","ref":"A1#II"}]}},
"inputs":{
  "hours":{"type":"h","min":"0","max":"8784","source":"asked","fr":"Heures","en":"Hours"},
  "full":{"type":"h","min":"0","max":"8784","source":"asked","fr":"Temps plein","en":"Full time"},
  "rich":{"type":"bool","source":"holder","fr":"Riche","en":"Rich"},
  "poor":{"type":"bool","source":"holder","fr":"Pauvre","en":"Poor"},
  "jobs":{"type":"list","max":3,"of":{"months":"month"},
    "source":"holder","fr":"Emplois","en":"Jobs"},
  "extra":{"type":"EUR","default":"0 EUR","ref":"A2","source":"asked","fr":"Plus","en":"Extra"}},
"vars":{
  "v.right":{"type":"EUR","law_at":"period_end","round":{"to":"0.01","mode":"up","ref":"A1"},
    "fr":"Droit","en":"Right","rules":[{"id":"r","then":"@p.rate * hours / full","ref":"A1",
      "why":{"fr":"{hours} de {full}","en":"{hours} of {full}"}}]},
  "v.ratio":{"type":"num","law_at":"period_end","fr":"Part","en":"Share",
    "rules":[{"id":"r","then":"hours / full","ref":"A1"}]},
  "v.chain":{"type":"EUR","law_at":"period_end","fr":"Chaine","en":"Chain","rules":[
    {"id":"base","then":"1 EUR","ref":"A1"},
    {"id":"a","over":["base"],"when":"rich","then":"2 EUR","ref":"A1"},
    {"id":"b","over":["a"],"when":"poor","then":"3 EUR","ref":"A2","status":"interpretation"}]},
  "v.both":{"type":"bool","law_at":"period_end","fr":"Et","en":"And",
    "rules":[{"id":"r","then":"rich and poor","ref":"A1"}]},
  "v.any":{"type":"bool","law_at":"period_end","fr":"Ou","en":"Or",
    "rules":[{"id":"r","then":"rich or poor","ref":"A1"}]},
  "v.clash":{"type":"EUR","law_at":"period_end","fr":"Deux","en":"Two","rules":[
    {"id":"one","when":"rich","then":"1 EUR","ref":"A1"},
    {"id":"two","when":"poor and hours * 7 > full * 3 and hours * 7 < full * 3 + 1 h",
      "then":"2 EUR","ref":"A1"}]},
  "v.months":{"type":"month","law_at":"period_end","fr":"Mois","en":"Months",
    "rules":[{"id":"r","then":"sum(j in jobs : j.months)","ref":"A1"}]},
  "v.long":{"type":"num","law_at":"period_end","fr":"Longs","en":"Long",
    "rules":[{"id":"r","then":"count(j in jobs : j.months >= 3 month)","ref":"A1"}]},
  "v.huge":{"type":"h","law_at":"period_end","fr":"Trop","en":"Too much",
    "rules":[{"id":"r","then":"hours * 9000000000000 * 9000000000000","ref":"A1"}]},
  "v.extra":{"type":"EUR","law_at":"event","fr":"Total","en":"Total",
    "rules":[{"id":"r","then":"@p.rate + extra","ref":"A1"}]}},
"hooks":{"credit":["v.right"]},"commands":{"training.request":{"law_date":"received"}},
"tests":[{"id":"T1","var":"v.right","on":"2023-12-31","facts":{"hours":"600","full":"1607"},
  "expect":"186.69"}]})json";

}  // namespace cpa::rules
