// Checks the list of packs that is compiled in, then what cpa-lawpack makes and refuses.
// Usage: node check_targets.mjs LAWPACK CPA PUBLISHER TARGETS
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  canonicalize, idOf, Metadata, MetadataKind, privateKey, publicKey, rootOf, sha256, targetsOf, tufKey,
} from './tuf.mjs';

const [lawpack, cpa, publisherFile, targetsFile] = process.argv.slice(2);
const root = new URL('../../../', import.meta.url);
const packFile = new URL('core/law/packs/fr.cpa.directory.json', root).pathname;
const seedFile = new URL('tools/lawpack/development_key/development.seed', root).pathname;
const name = 'directory/fr.cpa.directory.json';
const pack = readFileSync(packFile);
const publisher = JSON.parse(readFileSync(publisherFile));
const folder = mkdtempSync(join(tmpdir(), 'cpa-signature-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const put = (file, content) => {
  writeFileSync(join(folder, file), content);
  return join(folder, file);
};

/** What an independent program says: TUF's own checks, then Node's crypto over the raw bytes. */
async function judge(text, trusted) {
  const metadata = Metadata.fromJSON(MetadataKind.Targets, JSON.parse(text));
  assert.equal(text, canonicalize(JSON.parse(text)), 'all of it is in canonical form');
  rootOf(trusted).verifyDelegate('targets', metadata);
  const raw = Buffer.from(text.slice(text.indexOf('"signed":') + '"signed":'.length, -1));
  for (const { keyid, sig } of JSON.parse(text).signatures) {
    const key = trusted.keys[keyid];
    assert.equal(idOf(key), keyid);
    assert.ok(verify(null, raw, publicKey(key.keyval.public), Buffer.from(sig, 'hex')));
  }
  const target = metadata.signed.targets[name];
  await target.verify(Readable.from([pack]));
  assert.equal(target.hashes.sha256, sha256(pack));
  assert.equal(target.custom.version, JSON.parse(pack).seq);
  return metadata;
}

const committed = readFileSync(targetsFile, 'utf8');
const { signed } = await judge(committed, publisher);
const { signed_by: signer } = JSON.parse(
  execFileSync(cpa, ['contacts', '--json'], { encoding: 'utf8' }));
assert.ok(publisher.roles.targets.keyids.includes(signer.key));
const development = privateKey(Buffer.from(readFileSync(seedFile, 'utf8').trim(), 'hex'));
const developmentId = idOf(tufKey(development));
assert.equal(signer.development, publisher.roles.targets.keyids.includes(developmentId));

// A key that cpa-lawpack makes: its list is good for who trusts that key, and for nobody else.
const own = join(folder, 'own.seed');
const ownPublisher = JSON.parse(execFileSync(lawpack, ['keygen', '-o', own], { encoding: 'utf8' }));
execFileSync(lawpack, ['sign', '--key', own, packFile, '-o', join(folder, 'own.json')]);
const byOwn = readFileSync(join(folder, 'own.json'), 'utf8');
await judge(byOwn, ownPublisher);
await assert.rejects(judge(byOwn, publisher));

/** How cpa-lawpack, with the keys of this build, judges a list and a pack: "" or the error's name. */
function verdict(text, content = pack) {
  const done = spawnSync(lawpack, ['verify', put('t.json', text), put('p.json', content)],
    { encoding: 'utf8' });
  assert.ok(done.status === 0 || done.status === 1, done.stderr);
  return done.status === 0 ? '' : done.stderr.split(': ')[1];
}

assert.equal(verdict(committed), '');
assert.equal(verdict(byOwn), 'unknown_key');
const other = generateKeyPairSync('ed25519').privateKey;
assert.equal(verdict(targetsOf(name, pack, { key: other })), 'unknown_key');
const changed = Buffer.from(pack);
changed[changed.indexOf('09 70')] = 0x31;
assert.equal(verdict(committed, changed), 'signature');
assert.equal(verdict(committed.replace('"version":1', '"version":2')), 'signature');
assert.equal(verdict(committed.replace(/"sig":"../, '"sig":"00')), 'signature');
assert.equal(verdict(committed.replace(/"signatures":\[.*?\]/, '"signatures":[]')), 'signature');
assert.equal(verdict(JSON.stringify(JSON.parse(committed), null, 1)), 'malformed');
// The id of a trusted key over the signature of another one.
const trusted = publisher.roles.targets.keyids[0];
const borrowed = targetsOf(name, pack, { key: other }).replace(idOf(tufKey(other)), trusted);
assert.equal(verdict(borrowed), 'signature');

if (signer.development) {
  // The other way round: an independent program signs, ours believes it.
  const theirs = (options) => targetsOf(name, pack, { key: development, ...options });
  assert.equal(verdict(theirs({ version: 41 })), '');
  assert.equal(verdict(theirs({ custom: {} })), 'malformed');
  assert.equal(verdict(targetsOf('directory/other.json', pack, { key: development })), 'signature');
}
console.log(`signature: list ${signed.version} of ${Object.keys(signed.targets).length} pack(s) agrees` +
  ` with @tufjs/models and Node's crypto${signer.development ? '; development key' : ''}`);
