// Checks which publisher's files core/law/publisher.cmake takes.
// Usage: node check_publisher.mjs CMAKE PUBLISHER
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idOf, tufKey } from './tuf.mjs';

const [cmake, committed] = process.argv.slice(2);
const script = new URL('../../../core/law/publisher.cmake', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'cpa-publisher-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** "" when the file is taken, else what CMake says; `made` is then the C++ source. */
let made = '';
function refusal(publisher) {
  const [file, output] = [join(folder, 'publisher.json'), join(folder, 'publisher.cc')];
  rmSync(output, { force: true });
  writeFileSync(file, typeof publisher === 'string' ? publisher : JSON.stringify(publisher));
  const done = spawnSync(cmake, [`-DPUBLISHER=${file}`, `-DOUTPUT=${output}`, '-P', script],
    { encoding: 'utf8' });
  made = done.status === 0 ? readFileSync(output, 'utf8') : '';
  return done.status === 0 ? '' : done.stderr.replace(/\s+/g, ' ');
}

const key = () => tufKey(generateKeyPairSync('ed25519').privateKey);
const publisherOf = (keys, threshold, ids = keys.map(idOf)) => ({
  keys: Object.fromEntries(keys.map((each, i) => [ids[i], each])),
  roles: { targets: { keyids: ids, threshold } },
});

assert.equal(refusal(readFileSync(committed, 'utf8')), '');
const three = [key(), key(), key()];
assert.equal(refusal(publisherOf(three, 2)), '');
for (const each of three) {
  assert.ok(made.includes(`"${idOf(each)}"`));
  assert.ok(made.replace(/0x|, |\s/g, '').includes(each.keyval.public));
}
assert.ok(made.includes('kPublisher{kKeys, 2}'));

// A key that would verify with another algorithm, or that its id does not name, is no key.
for (const wrong of [{ keytype: 'rsa' }, { scheme: 'rsassa-pss-sha256' }, { keytype: 'ecdsa' },
  { keyval: { public: 'ab' } }, { keyval: { public: 'G'.repeat(64) } }]) {
  assert.match(refusal(publisherOf([{ ...key(), ...wrong }], 1)), /is no Ed25519 key/);
}
assert.match(refusal(publisherOf([key()], 1, ['a'.repeat(64)])), /is not the id of its key/);
const twice = idOf(three[0]);
assert.match(refusal({ keys: { [twice]: three[0] },
  roles: { targets: { keyids: [twice, twice], threshold: 2 } } }), /stands twice/);
for (const threshold of [0, 4, -1]) {
  assert.match(refusal(publisherOf(three, threshold)), /the threshold is/);
}
assert.match(refusal(publisherOf([], 1)), /the threshold is/);
const secret = { ...key() };
secret.keyval = { ...secret.keyval, private: 'a'.repeat(64) };
assert.match(refusal(publisherOf([secret], 1)), /holds a private key/);
assert.notEqual(refusal('{'), '');
console.log('publisher: keys of one algorithm, under their own ids, within their threshold');
