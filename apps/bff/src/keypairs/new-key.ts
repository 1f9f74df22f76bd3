import { generateKeyPairSync, randomBytes } from 'node:crypto';

export interface NewKey {
  publicLine: string;
  /** In OpenSSH's own format, which ssh takes as it is. */
  privateKey: string;
}

const type = 'ssh-ed25519';

/** A new Ed25519 pair, as ssh-keygen would write it without a passphrase (openssh PROTOCOL.key). */
export function newKey(comment: string): NewKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const publicBytes = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url');
  const blob = Buffer.concat([field(type), field(publicBytes)]);
  return {
    publicLine: `${type} ${blob.toString('base64')} ${comment}`,
    privateKey: armoured(container(blob, secretPart({ publicBytes, seed, comment }))),
  };
}

interface Secret {
  publicBytes: Buffer;
  seed: Buffer;
  comment: string;
}

function secretPart({ publicBytes, seed, comment }: Secret): Buffer {
  const check = randomBytes(4);
  const secret = Buffer.concat([seed, publicBytes]);
  const part = Buffer.concat([check, check, field(type), field(publicBytes), field(secret), field(comment)]);
  // Filled up to the block size of "no cipher", 8, with 1, 2, 3, ...
  const padding = Buffer.from(Array.from({ length: (8 - (part.length % 8)) % 8 }, (_, at) => at + 1));
  return Buffer.concat([part, padding]);
}

function container(publicBlob: Buffer, secret: Buffer): Buffer {
  const none = field('none');
  const head = Buffer.concat([Buffer.from('openssh-key-v1\0'), none, none, field(''), number(1)]);
  return Buffer.concat([head, field(publicBlob), field(secret)]);
}

const armoured = (bytes: Buffer): string => {
  const lines = bytes.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join(
    '\n',
  );
};

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function field(value: string | Buffer): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([number(bytes.length), bytes]);
}
