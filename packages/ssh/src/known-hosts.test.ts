import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkKnownHosts, sshFingerprint } from './known-hosts.ts';

const key = Buffer.from('the key of the server');
const other = Buffer.from('another key');
const b64 = key.toString('base64');
const salt = Buffer.from('salt');
const hashed = `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update('kvm-1').digest('base64')}`;

describe('checkKnownHosts', () => {
  it.each([
    ['kvm-1 ssh-ed25519 KEY', 22, key, 'known'],
    ['# comment\n\nkvm-1,10.0.0.1 ssh-ed25519 KEY root@x', 22, key, 'known'],
    ['*.lab,kvm-? ssh-ed25519 KEY', 22, key, 'known'],
    ['kvm-* ssh-rsa AAAA\nkvm-1 ssh-ed25519 KEY', 22, key, 'known'],
    [`${hashed} ssh-ed25519 KEY`, 22, key, 'known'],
    ['[kvm-1]:2222 ssh-ed25519 KEY', 2222, key, 'known'],
    ['kvm-1 ssh-ed25519 KEY', 2222, key, 'unknown'],
    ['kvm-10 ssh-ed25519 KEY', 22, key, 'unknown'],
    ['kvm-*,!kvm-1 ssh-ed25519 KEY', 22, key, 'unknown'],
    ['@cert-authority * ssh-ed25519 KEY', 22, key, 'unknown'],
    ['kvm-1 ssh-ed25519 KEY', 22, other, 'changed'],
    ['@revoked * ssh-ed25519 KEY\nkvm-1 ssh-ed25519 KEY', 22, key, 'revoked'],
    ['@revoked * ssh-ed25519 KEY', 22, other, 'unknown'],
    ['', 22, key, 'unknown'],
    ['kvm-1', 22, key, 'changed'],
  ])('%j on port %i', (text, port, seen, verdict) => {
    expect(checkKnownHosts(text.replaceAll('KEY', b64), { host: 'kvm-1', port, key: seen })).toBe(verdict);
  });

  it('prints a fingerprint as ssh-keygen does', () => {
    expect(sshFingerprint(Buffer.from(''))).toBe('SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU');
  });
});
