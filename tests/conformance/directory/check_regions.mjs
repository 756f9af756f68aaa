// Compares the regions of `cpa contacts --json` with @etalab/decoupage-administratif.
// Usage: node check_regions.mjs PROGRAM
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.CPA_NODE_MODULES ?? process.cwd(), 'index.js'));
const data = '@etalab/decoupage-administratif/data';
// "com" are the collectivities overseas, which are no regions.
const french = ({ zone }) => zone === 'metro' || zone === 'drom';
const departements = require(`${data}/departements.json`).filter(french);
const official = require(`${data}/regions.json`).filter(french).map(({ code, nom }) => ({
  code, name: nom,
  departements: departements.filter(({ region }) => region === code).map((one) => one.code),
}));

const cpa = (...words) =>
  JSON.parse(execFileSync(process.argv[2], ['contacts', '--json', ...words], { encoding: 'utf8' }));
assert.equal(departements.length, 101);
assert.equal(official.length, 18);
assert.deepEqual(cpa().regions, official);

// Each one is also found by its code, with the region of the département of the same number.
for (const region of official) {
  const answer = cpa('--region', region.code);
  assert.deepEqual(answer.region, region);
  const same = departements.find(({ code }) => code === region.code);
  assert.deepEqual(answer.same_code, official.find(({ code }) => code === same?.region) ?? null);
}
console.log(`directory: ${official.length} regions and ${departements.length} départements agree`);
