// The protocol's formats written a second time, with jose and Node's crypto alone.
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(join(process.env.CPA_NODE_MODULES ?? process.cwd(), 'index.js'));
export const jose = await import(pathToFileURL(require.resolve('jose')).href);

export const sha256 = (...chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest();
};

// RFC 7515, appendix A.3.
export const deviceJwk = {
  kty: 'EC', crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
};
export const devicePublic = { kty: 'EC', crv: 'P-256', x: deviceJwk.x, y: deviceJwk.y };

const seed = Buffer.alloc(32, 3);
const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
export const serverPrivate = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
export const serverPublic = createPublicKey(serverPrivate);
export const serverPublicHex = Buffer.from(serverPublic.export({ format: 'jwk' }).x, 'base64url')
  .toString('hex');

export const digestOf = (bytes) => `sha-256=:${sha256(bytes).toString('base64')}:`;

// RFC 9421 §2.5, in the protocol's one form.
export const parametersOf = (created, kid) =>
  '("@status" "content-digest" "@method";req "@path";req "content-digest";req)' +
  `;created=${created};keyid="${kid}";alg="ed25519"`;
export const baseOf = (answer, parameters) => [
  `"@status": ${answer.status}`,
  `"content-digest": ${answer.content_digest}`,
  `"@method";req: ${answer.method}`,
  `"@path";req: ${answer.path}`,
  `"content-digest";req: ${answer.request_digest}`,
  `"@signature-params": ${parameters}`,
].join('\n');

const u32 = (n) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
const u64 = (n) => { const b = Buffer.alloc(8); b.writeBigUInt64BE(BigInt(n)); return b; };

// Row: 01 length key, 02 rev, 03 SHA-256(body); parts in name order.
export function rootsOf(rows, names) {
  const parts = {};
  for (const name of [...names].sort()) {
    const own = rows.filter((row) => row.part === name)
      .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
    parts[name] = sha256(...own.flatMap((row) => [
      Buffer.from([1]), u32(Buffer.byteLength(row.key)), Buffer.from(row.key),
      Buffer.from([2]), u64(row.rev), Buffer.from([3]), sha256(row.body)]));
  }
  const root = sha256(...Object.entries(parts).flatMap(([name, digest]) =>
    [Buffer.from([name.length]), Buffer.from(name), digest]));
  return {
    parts: Object.fromEntries(Object.entries(parts).map(([k, v]) => [k, v.toString('hex')])),
    root: root.toString('hex'),
  };
}
