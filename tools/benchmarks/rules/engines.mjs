// The yearly CPF credit in four other rule engines, each written as its users would: which figures
// come out right to the cent, and how many evaluations a second. Prints one JSON document.
//
// The rule (R6323-1, R6323-3-1, D6323-3-3): 500 from half time on, else 500 × hours ÷ reference, to
// the cent above; 800 instead for the low-qualified; 300 more under the employment duty, not both;
// never past a ceiling of 5,000 or 8,000.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const { LogicEngine } = require("json-logic-engine");
const zen = require("@gorules/zen-engine");
const { Environment } = await import("@marcbachmann/cel-js");
const { default: Publicodes } = await import("publicodes");

const base = { reference: 1607, low: false, oeth: false, balance: 0 };
// Hours, balance, and the figure computed by hand.
const cases = [
  [600, 0, "186.69"], [803, 0, "249.85"], [803.5, 0, "500.00"], [1, 0, "0.32"],
  [600, 4900, "100.00"], [401.75, 0, "125.00"],
];
const cents = (value) => Math.ceil(value * 100) / 100;

function jsonLogic() {
  const engine = new LogicEngine();
  engine.addMethod("ceil_cents", ([value]) => cents(value), { deterministic: true, sync: true });
  const half = { ">=": [{ "*": [{ var: "hours" }, 2] }, { var: "reference" }] };
  const right = { ceil_cents: [{ if: [{ and: [half, { var: "low" }] }, 800, half, 500,
    { "/": [{ "*": [500, { var: "hours" }] }, { var: "reference" }] }] }] };
  const bonus = { if: [{ and: [{ var: "oeth" }, { "!": { var: "low" } }] }, 300, 0] };
  const ceiling = { if: [{ or: [{ var: "low" }, { var: "oeth" }] }, 8000, 5000] };
  const built = engine.build({ max: [0, { min: [{ "+": [right, bonus] },
    { "-": [ceiling, { var: "balance" }] }] }] });
  return (facts) => built(facts);
}

const formula = (ceil, max, min) =>
  `${max(`0.0`, min(
    `${ceil(`(hours * 2.0 >= reference ? (low ? 800.0 : 500.0) : 500.0 * hours / reference)`)}` +
    ` + (oeth && !low ? 300.0 : 0.0)`, `(low || oeth ? 8000.0 : 5000.0) - balance`))}`;

function cel() {
  const environment = new Environment();
  for (const name of ["hours", "reference", "balance"]) environment.registerVariable(name, "double");
  for (const name of ["low", "oeth"]) environment.registerVariable(name, "bool");
  environment.registerFunction("ceilCents(double): double", cents);
  environment.registerFunction("least(double, double): double", Math.min);
  environment.registerFunction("most(double, double): double", Math.max);
  const parsed = environment.parse(formula(
    (x) => `ceilCents(${x})`, (a, b) => `most(${a}, ${b})`, (a, b) => `least(${a}, ${b})`));
  return (facts) => parsed(facts);
}

function zenEngine() {
  const text = formula((x) => `ceil((${x}) * 100) / 100`, (a, b) => `max([${a}, ${b}])`,
    (a, b) => `min([${a}, ${b}])`).replaceAll("&&", "and").replaceAll("||", "or")
    .replaceAll("!low", "not low");
  return (facts) => zen.evaluateExpressionSync(text, facts);
}

function publicodes() {
  // Its rounding goes to the nearest only; toward the cent above it has no word.
  const rules = {
    hours: { valeur: "0 h" }, reference: { valeur: "1607 h" }, balance: { valeur: "0 €" },
    low: { valeur: "non" }, oeth: { valeur: "non" },
    right: { variations: [
      { si: { "toutes ces conditions": ["hours * 2 >= reference", "low"] }, alors: "800 €" },
      { si: "hours * 2 >= reference", alors: "500 €" },
      { sinon: "500 € * hours / reference" }], arrondi: "2 décimales" },
    bonus: { variations: [
      { si: { "toutes ces conditions": ["oeth", "low = non"] }, alors: "300 €" }, { sinon: "0 €" }] },
    ceiling: { variations: [
      { si: { "une de ces conditions": ["low", "oeth"] }, alors: "8000 €" }, { sinon: "5000 €" }] },
    credit: { valeur: "right + bonus", plafond: "ceiling - balance", plancher: "0 €" },
  };
  const quiet = { log() {}, warn() {}, error() {} };
  const engine = new Publicodes(rules, { logger: quiet });
  const word = (truth) => (truth ? "oui" : "non");
  return (facts) => {
    engine.setSituation({ hours: `${facts.hours} h`, reference: `${facts.reference} h`,
      balance: `${facts.balance} €`, low: word(facts.low), oeth: word(facts.oeth) });
    return engine.evaluate("credit").nodeValue;
  };
}

function perSecond(evaluate, facts) {
  const rates = [];
  for (let repeat = 0; repeat < 7; ++repeat) {
    let count = 0;
    const started = process.hrtime.bigint();
    let elapsed = 0n;
    while (elapsed < 150_000_000n) {
      for (let i = 0; i < 50; ++i) evaluate(facts);
      count += 50;
      elapsed = process.hrtime.bigint() - started;
    }
    rates.push((count * 1e9) / Number(elapsed));
  }
  return Math.round(rates.sort((a, b) => a - b)[3]);
}

// Every hundredth of an hour below half time, against whole-number arithmetic.
const hundredths = 80_350;
function wrongCents(evaluate) {
  let wrong = 0;
  for (let count = 0; count < hundredths; ++count) {
    const exact = Math.floor((50_000 * count + 160_699) / 160_700);
    const value = evaluate({ ...base, hours: count / 100 });
    if (Math.round(Number(value) * 100) !== exact) ++wrong;
  }
  return wrong;
}

const engines = {
  "json-logic-engine": jsonLogic, "@gorules/zen-engine": zenEngine,
  "@marcbachmann/cel-js": cel, publicodes,
};
const found = [];
for (const [name, make] of Object.entries(engines)) {
  const version = JSON.parse(readFileSync(
    new URL(`node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
  const evaluate = make();
  const wrong = [];
  for (const [hours, balance, expected] of cases) {
    const value = evaluate({ ...base, hours, balance });
    // As their users would show it: with two decimals. A sum that is not exact shows as it is.
    const text = Number(value).toFixed(2);
    if (text !== expected) wrong.push(`${hours} h, balance ${balance}: ${text}, not ${expected}`);
  }
  found.push({ name, version, per_second: perSecond(evaluate, { ...base, hours: 600 }),
    right: cases.length - wrong.length, of: cases.length, wrong,
    wrong_cents: wrongCents(evaluate), hundredths });
}
console.log(JSON.stringify({ node: process.version, engines: found }));
