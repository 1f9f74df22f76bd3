import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** SHA256:<base64 without padding>, as ssh-keygen -l prints a key. */
export const sshFingerprint = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

const same = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

/** One name pattern of a known_hosts line, plain or hashed (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
function nameMatches(pattern: string, name: string): boolean {
  if (pattern.startsWith('|1|')) {
    const [, , salt = '', hash = ''] = pattern.split('|');
    const own = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
    return same(own, Buffer.from(hash, 'base64'));
  }
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i').test(name);
}

function lineNames(patterns: string, name: string): boolean {
  let hit = false;
  for (const pattern of patterns.split(',')) {
    if (pattern.startsWith('!') && nameMatches(pattern.slice(1), name)) return false;
    if (nameMatches(pattern, name)) hit = true;
  }
  return hit;
}

export type HostKeyVerdict = 'known' | 'unknown' | 'changed' | 'revoked';

export interface HostKey {
  host: string;
  port: number;
  /** The public key as it stands on the wire. */
  key: Buffer;
}

/** What a known_hosts file says of a server's key. */
export function checkKnownHosts(text: string, { host, port, key }: HostKey): HostKeyVerdict {
  const name = port === 22 ? host : `[${host}]:${port}`;
  let verdict: HostKeyVerdict = 'unknown';
  for (const line of text.split('\n')) {
    const fields = line.trim().split(/\s+/);
    const marker = fields[0]?.startsWith('@') ? fields.shift() : undefined;
    const [patterns = '', , encoded = ''] = fields;
    if (patterns === '' || patterns.startsWith('#') || marker === '@cert-authority') continue;
    if (!lineNames(patterns, name)) continue;
    const equal = same(Buffer.from(encoded, 'base64'), key);
    if (marker === '@revoked') {
      if (equal) return 'revoked';
      continue;
    }
    if (equal) verdict = 'known';
    else if (verdict === 'unknown') verdict = 'changed';
  }
  return verdict;
}
