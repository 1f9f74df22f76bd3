import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { checkKnownHosts, type HostKeyVerdict, sshFingerprint } from './known-hosts.ts';

const verdictTexts: Record<Exclude<HostKeyVerdict, 'known'>, string> = {
  unknown: 'its host key is not known; add it to known_hosts, or give its fingerprint as hostKey',
  changed: 'its host key is not the one in known_hosts; somebody may be listening in',
  revoked: 'its host key is marked as revoked in known_hosts',
};

export interface HostKeyWish {
  host: string;
  port: number;
  /** Fingerprint that it must have, SHA256:...; known_hosts does not matter then. */
  pinned?: string;
  /** Path of a known_hosts file; the user's own when absent. */
  knownHosts?: string;
}

/** Answers whether a server's key is accepted (null), or why not. */
export async function hostKeyCheck(wish: HostKeyWish): Promise<(key: Buffer) => string | null> {
  const { host, port, pinned, knownHosts } = wish;
  if (pinned !== undefined)
    return key => {
      const seen = sshFingerprint(key);
      return seen === pinned.replace(/=+$/, '')
        ? null
        : `its host key is ${seen}, not the one that was given`;
    };
  const text = await readFile(knownHosts ?? join(homedir(), '.ssh', 'known_hosts'), 'utf8').catch(() => '');
  return key => {
    const verdict = checkKnownHosts(text, { host, port, key });
    return verdict === 'known' ? null : `${verdictTexts[verdict]} (${sshFingerprint(key)})`;
  };
}
