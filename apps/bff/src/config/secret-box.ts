import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing, NamedKey } from './key-ring.ts';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;
const version = 'v1';

/**
 * AES-256-GCM. The record's id is authenticated with the text, so that a sealed secret cannot be moved to another
 * record. Whoever must refuse older states of the same record puts the record's version into the id.
 */
export function createSecretBox(ring: KeyRing) {
  const keys = ring.derive('secrets at rest');
  return {
    seal: (plain: string, recordId: string): string => seal(keys, plain, recordId),
    open: (sealed: string, recordId: string): string => unseal(keys, sealed, recordId),
  };
}

/** True when it was sealed with an older key and should be sealed anew. */
export function isSealedWithOldKey(ring: KeyRing, sealed: string): boolean {
  return sealed.split('.')[1] !== ring.derive('secrets at rest')[0]?.id;
}

function seal([current]: readonly NamedKey[], plain: string, recordId: string): string {
  if (!current) throw new Error('There is no key to seal with');
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, current.key, iv, { authTagLength: tagBytes });
  cipher.setAAD(associated(current.id, recordId));
  const sealed = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${current.id}.${sealed.toString('base64url')}`;
}

function unseal(keys: readonly NamedKey[], sealed: string, recordId: string): string {
  const [format, keyId, body = ''] = sealed.split('.');
  const key = keys.find(candidate => candidate.id === keyId);
  if (format !== version || !key) {
    throw new Error(
      `A secret of ${recordId} was sealed with key ${String(keyId)}, which is not here. Restore the secret-key file or ORRERY_SECRET_KEY.`,
    );
  }
  const bytes = Buffer.from(body, 'base64url');
  if (bytes.length < ivBytes + tagBytes) throw new Error(`A sealed secret of ${recordId} is cut short.`);
  const decipher = createDecipheriv(algorithm, key.key, bytes.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(associated(key.id, recordId));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    const plain = decipher.update(bytes.subarray(ivBytes, -tagBytes));
    return Buffer.concat([plain, decipher.final()]).toString('utf8');
  } catch (error) {
    throw new Error(`A sealed secret of ${recordId} was changed, or belongs to another record.`, {
      cause: error,
    });
  }
}

const associated = (keyId: string, recordId: string) => Buffer.from(`${version}\n${keyId}\n${recordId}`);
