// Usage: node vectors.mjs write | check
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  baseOf, deviceJwk, devicePublic, digestOf, jose, parametersOf, rootsOf, serverPrivate,
  serverPublicHex, sha256,
} from './formats.mjs';

const file = new URL('vectors.json', import.meta.url);
const deviceKey = await jose.importJWK(deviceJwk, 'ES256');
const deviceVerifies = await jose.importJWK(devicePublic, 'ES256');
const encode = (value) => new TextEncoder().encode(JSON.stringify(value));
const byServer = (payload, typ) => new jose.CompactSign(encode(payload))
  .setProtectedHeader({ alg: 'EdDSA', kid: 'k1', typ }).sign(serverPrivate);
const byDevice = (payload, header) => new jose.CompactSign(encode(payload))
  .setProtectedHeader({ alg: 'ES256', ...header }).sign(deviceKey);

const commandPayload = {
  aud: 'cpa.test', account: 'acc', device: 'dev', epoch: '00112233445566778899aabbccddeeff',
  seq: 1, id: '01900000-0000-7000-8000-000000000001', type: 'training.request', sv: 1,
  base: [['cpf/E1', 4]],
  args: { price: '400.00', kind: 'rncp', session_start: '2026-09-01' },
  made: { lo: '2026-03-01T09:00:00Z', hi: '2026-03-01T09:00:05Z' },
  not_after: '2027-03-01T09:00:00Z', law: { seq: 8, inputs: 'c'.repeat(64) },
};
const dpopPayload = {
  htm: 'POST', htu: 'https://127.0.0.1:8443/v1/sync', jti: 'AAAAAAAAAAAAAAAAAAAAAA',
  iat: 1700000000, ath: sha256('token').toString('base64url'),
};
const checkpointPayload = {
  account: 'acc', server_epoch: { n: 2, random: 'a'.repeat(32) }, at: 7,
  time: '2026-03-01T10:00:00Z', after_seq: 3, count: 5, root: 'b'.repeat(64),
};
const tokenPayload = {
  iss: 'cpa.test', aud: 'cpa.test', sub: 'acc', device: 'dev',
  cnf: { jkt: await jose.calculateJwkThumbprint(devicePublic) }, iat: 1700000000, exp: 1700000600,
};
const rows = [
  { part: 'cpf', key: 'E1', rev: 3, body: '{"a":1}' },
  { part: 'cpf', key: 'E10', rev: 258, body: '{}' },
  { part: 'cpf', key: 'E2', rev: 70000, body: '{"é":"€"}' },
  { part: 'c2p', key: 'E1', rev: 1, body: '{}' },
];

function answerVector() {
  // Stored, not compressed: every version of zlib writes the same bytes.
  const body = gzipSync('{"v":1}', { level: 0 });
  const answer = {
    status: 200, method: 'POST', path: '/v1/sync', request_digest: digestOf('request'),
    content_digest: digestOf(body), body: body.toString('base64'), kid: 'k1', created: 1700000000,
  };
  const parameters = parametersOf(answer.created, answer.kid);
  answer.base = baseOf(answer, parameters);
  answer.signature_input = `sig=${parameters}`;
  answer.signature = `sig=:${sign(null, Buffer.from(answer.base), serverPrivate).toString('base64')}:`;
  return answer;
}

// All members that come out the same each time.
async function fixed() {
  const names = ['cpf', 'c2p', 'cec'];
  return {
    keys: { device: { x: deviceJwk.x, y: deviceJwk.y }, server: serverPublicHex },
    thumbprint: await jose.calculateJwkThumbprint(devicePublic),
    checkpoint: {
      jws: await byServer(checkpointPayload, 'cpa-checkpoint+jws'), payload: checkpointPayload,
    },
    access_token: { jws: await byServer(tokenPayload, 'at+jwt'), payload: tokenPayload },
    answer: answerVector(),
    roots: { rows, names, ...rootsOf(rows, names) },
  };
}

const commandHeader = (thumbprint) => ({ kid: thumbprint, typ: 'cpa-command+jws' });
const dpopHeader = { jwk: devicePublic, typ: 'dpop+jwt' };

// ES256 signatures are never twice the same: these are kept, and verified at each check.
async function signedByDevice(thumbprint) {
  const flip = (jws) => jws.slice(0, -5) + (jws.at(-5) === 'A' ? 'B' : 'A') + jws.slice(-4);
  const good = await byDevice(commandPayload, commandHeader(thumbprint));
  const [, payload, signature] = good.split('.');
  const unsigned = Buffer.from(JSON.stringify({ alg: 'none', typ: 'cpa-command+jws' }))
    .toString('base64url');
  return {
    command: { jws: good, payload: commandPayload },
    dpop: { jws: await byDevice(dpopPayload, dpopHeader), payload: dpopPayload },
    bad: [
      { why: 'a bit of the signature', jws: flip(good) },
      { why: 'another typ', jws: await byDevice(commandPayload, { kid: 'k', typ: 'dpop+jwt' }) },
      { why: 'no typ', jws: await byDevice(commandPayload, { kid: 'k' }) },
      { why: 'alg none', jws: `${unsigned}.${payload}.` },
      { why: 'alg none over a signature', jws: `${unsigned}.${payload}.${signature}` },
      { why: 'another algorithm', jws: await byServer(commandPayload, 'cpa-command+jws') },
      { why: 'a key in the header',
        jws: await byDevice(commandPayload, { jwk: devicePublic, typ: 'cpa-command+jws' }) },
      { why: 'a missing member',
        jws: await byDevice({ ...commandPayload, seq: undefined }, commandHeader(thumbprint)) },
      { why: 'an unknown member',
        jws: await byDevice({ ...commandPayload, admin: true }, commandHeader(thumbprint)) },
    ],
  };
}

async function verifiedByDevice(vector, header) {
  const { payload, protectedHeader } = await jose.compactVerify(vector.jws, deviceVerifies,
    { algorithms: ['ES256'] });
  assert.deepEqual(JSON.parse(new TextDecoder().decode(payload)), vector.payload);
  assert.deepEqual(protectedHeader, { alg: 'ES256', ...header });
}

const made = await fixed();
if (process.argv[2] === 'write') {
  const all = { ...made, ...await signedByDevice(made.thumbprint) };
  writeFileSync(file, `${JSON.stringify(all, null, 1)}\n`);
} else if (process.argv[2] === 'check') {
  const { command, dpop, bad, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
  assert.deepEqual(rest, made);
  assert.deepEqual([command.payload, dpop.payload], [commandPayload, dpopPayload]);
  await verifiedByDevice(command, commandHeader(made.thumbprint));
  await verifiedByDevice(dpop, dpopHeader);
  assert.equal(bad.length, 9);
  console.log('vectors: made again, all the same');
} else {
  console.error('usage: node vectors.mjs write | check');
  process.exit(2);
}
