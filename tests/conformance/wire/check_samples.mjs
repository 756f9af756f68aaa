// Verifies with jose and Node's crypto what the C++ program wire_samples makes.
// Usage: node check_samples.mjs PROGRAM
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { verify } from 'node:crypto';
import {
  baseOf, deviceJwk, devicePublic, digestOf, jose, parametersOf, rootsOf, serverPublic, sha256,
} from './formats.mjs';

const samples = JSON.parse(execFileSync(process.argv[2], { encoding: 'utf8' }));
const deviceKey = await jose.importJWK(devicePublic, 'ES256');

async function payloadOf(jws, key, alg, typ) {
  const { payload, protectedHeader } = await jose.compactVerify(jws, key, { algorithms: [alg] });
  assert.equal(protectedHeader.typ, typ);
  return [JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)), protectedHeader];
}

const thumbprint = await jose.calculateJwkThumbprint(devicePublic);
const [command, commandHeader] =
  await payloadOf(samples.command, deviceKey, 'ES256', 'cpa-command+jws');
assert.equal(commandHeader.kid, thumbprint);
assert.equal(command.seq, 1);
assert.equal(command.args.price, '400.00');
assert.deepEqual(Object.keys(command).sort(), ['account', 'args', 'aud', 'base', 'device', 'epoch',
  'id', 'law', 'made', 'not_after', 'seq', 'sv', 'type']);

const [dpop, dpopHeader] = await payloadOf(samples.dpop, jose.EmbeddedJWK, 'ES256', 'dpop+jwt');
assert.deepEqual(dpopHeader.jwk, devicePublic);
assert.equal(dpopHeader.jwk.d, undefined);
assert.notEqual(deviceJwk.d, undefined);
assert.equal(dpop.ath, sha256('token').toString('base64url'));
assert.equal(dpop.htm, 'POST');

const [checkpoint] =
  await payloadOf(samples.checkpoint, serverPublic, 'EdDSA', 'cpa-checkpoint+jws');
assert.equal(checkpoint.time, '2023-11-14T22:13:20Z');

const { payload: claims } = await jose.jwtVerify(samples.access_token, serverPublic, {
  algorithms: ['EdDSA'], typ: 'at+jwt', issuer: 'cpa.test', audience: 'cpa.test',
  currentDate: new Date(1700000300 * 1000), requiredClaims: ['sub', 'exp', 'iat', 'cnf', 'device'],
});
assert.equal(claims.cnf.jkt, thumbprint);
assert.ok(claims.exp - claims.iat <= 600);

const { answer } = samples;
assert.equal(answer.content_digest, digestOf(Buffer.from(answer.body, 'base64')));
const parameters = parametersOf(1700000000, 'k1');
assert.equal(answer.signature_input, `sig=${parameters}`);
const signature = Buffer.from(answer.signature.slice('sig=:'.length, -1), 'base64');
assert.ok(verify(null, Buffer.from(baseOf(answer, parameters)), serverPublic, signature));

const { rows, ...roots } = samples.roots;
assert.deepEqual(rootsOf(rows, ['cpf', 'c2p']), roots);
console.log('samples: command, proof, checkpoint, token, answer and roots verified');
