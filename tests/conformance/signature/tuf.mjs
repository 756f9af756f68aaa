// TUF as @tufjs/models has it, keys as Node's crypto has them; nothing of ours.
import { createPrivateKey, createPublicKey, createHash, sign } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.CPA_NODE_MODULES ?? process.cwd(), 'index.js'));
export const { Metadata, MetadataKind, Root, Signature, TargetFile, Targets } =
  require('@tufjs/models');
export const { canonicalize } = require('@tufjs/canonical-json');

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** A private key from the 32 bytes of its seed (RFC 8410). */
export const privateKey = (seed) => createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
  format: 'der', type: 'pkcs8',
});

/** A public key from its 32 bytes in hex (RFC 8410). */
export const publicKey = (hex) => createPublicKey({
  key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(hex, 'hex')]),
  format: 'der', type: 'spki',
});

/** The public half of a key as TUF writes it. */
export const tufKey = (key) => ({
  keytype: 'ed25519', scheme: 'ed25519',
  keyval: {
    public: Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x, 'base64url').toString('hex'),
  },
});

export const idOf = (json) => sha256(canonicalize(json));

/** A root that trusts what a publisher's file names. */
export const rootOf = (publisher) => Metadata.fromJSON(MetadataKind.Root, {
  signatures: [],
  signed: {
    _type: 'root', spec_version: '1.0.31', version: 1, expires: '2099-01-01T00:00:00Z',
    consistent_snapshot: false, keys: publisher.keys,
    roles: {
      root: publisher.roles.targets, snapshot: publisher.roles.targets,
      timestamp: publisher.roles.targets, targets: publisher.roles.targets,
    },
  },
});

/** Metadata about one pack, made and signed by @tufjs/models with Node's crypto. */
export function targetsOf(name, pack, { key, version = 1, custom = { version: 1 } }) {
  const signed = new Targets({ version, specVersion: '1.0.31', expires: '2099-01-01T00:00:00Z' });
  signed.addTarget(new TargetFile({
    path: name, length: pack.length, hashes: { sha256: sha256(pack) }, unrecognizedFields: { custom },
  }));
  const metadata = new Metadata(signed);
  metadata.sign((bytes) => new Signature({
    keyID: idOf(tufKey(key)), sig: sign(null, bytes, key).toString('hex'),
  }));
  return canonicalize(metadata.toJSON());
}
