import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newKey } from './new-key.ts';
import { readPublicKey } from './public-key.ts';

/** Fingerprint as OpenSSH 9.2's `ssh-keygen -l` prints it. */
const known = {
  ed25519: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMWwTBg1PdPI9XhmohuoP/jybNwKQrnHU2NllBUnvmSD ada@laptop',
  fingerprint: 'SHA256:ko4KgMlTj4aTA5LzOXrtk8q1Z6jZQkb5F5byYssob3c',
};

const field = (bytes: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const line = (type: string, ...fields: Buffer[]) =>
  `${type} ${Buffer.concat([field(Buffer.from(type)), ...fields.map(field)]).toString('base64')} me`;

function rsa(bits: number): string {
  const { n = '', e = '' } = generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({
    format: 'jwk',
  });
  const modulus = Buffer.concat([Buffer.from([0]), Buffer.from(n, 'base64url')]);
  return line('ssh-rsa', Buffer.from(e, 'base64url'), modulus);
}

function ecdsa(curve: string, name: string, flip = false): string {
  const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: curve }).publicKey.export({
    format: 'jwk',
  });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  if (flip) point[point.length - 1] = (point.at(-1) ?? 0) ^ 1;
  return line(`ecdsa-sha2-${name}`, Buffer.from(name), point);
}

describe('public keys', () => {
  it.each([
    ['Ed25519', () => known.ed25519],
    ['RSA 2048', () => rsa(2048)],
    ['RSA 3072', () => rsa(3072)],
    ['P-256', () => ecdsa('P-256', 'nistp256')],
    ['P-384', () => ecdsa('P-384', 'nistp384')],
    ['P-521', () => ecdsa('P-521', 'nistp521')],
  ])('%s is taken', (_, make) => {
    const text = make();
    expect(readPublicKey(`  ${text}\n`)).toMatchObject({
      type: text.split(' ')[0],
      line: text,
      fingerprint: expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/),
    });
  });

  it('have the fingerprint that ssh-keygen tells', () => {
    expect(readPublicKey(known.ed25519)).toMatchObject({ fingerprint: known.fingerprint });
  });

  const ed = known.ed25519.split(' ')[1] ?? '';
  it.each([
    ['nothing', '', /type \(none\)/],
    [
      'a private key',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r',
      /private key: keep it to yourself/,
    ],
    ['two keys', `${known.ed25519}\n${known.ed25519}`, /one line/],
    ['options of authorized_keys', `command="rm -rf /" ${known.ed25519}`, /are not accepted/],
    ['DSA', 'ssh-dss AAAAB3NzaC1kc3M= me', /are not accepted/],
    ['a certificate', `ssh-ed25519-cert-v01@openssh.com ${ed}`, /are not accepted/],
    ['another type than it says', `ssh-rsa ${ed}`, /does not fit its type/],
    ['a cut key', `ssh-ed25519 ${ed.slice(0, 40)}`, /may have been cut/],
    ['bytes after its end', `ssh-ed25519 ${ed}AAAA`, /may have been cut/],
    ['no base64', 'ssh-ed25519 !!!!', /base64/],
  ])('%s is refused', (_, text, why) => {
    expect(readPublicKey(text)).toMatch(why);
  });

  it('short RSA keys and points off the curve are refused', () => {
    expect(readPublicKey(rsa(1024))).toMatch(/2048 bits at least/);
    expect(readPublicKey(ecdsa('P-256', 'nistp256', true))).toMatch(/does not fit its type/);
  });

  it('what would end the line or hide in a terminal is taken out of the comment', () => {
    const read = readPublicKey(`${known.ed25519} \u001b[31mred`);
    expect(typeof read === 'string' ? read : read.line).toMatch(/ada@laptop \?\[31mred$/);
  });
});

describe('a new pair', () => {
  it('has a private half that belongs to its public one', () => {
    const { publicLine, privateKey } = newKey('laptop');
    expect(readPublicKey(publicLine)).toMatchObject({ type: 'ssh-ed25519' });
    const body = Buffer.from(privateKey.split('\n').slice(1, -2).join(''), 'base64');
    expect(body.subarray(0, 15).toString('latin1')).toBe('openssh-key-v1\0');
    const publicBytes = Buffer.from(publicLine.split(' ')[1] ?? '', 'base64').subarray(-32);
    // The secret field is the seed followed by the public key; the public key stands there for the third time.
    const seed = body.subarray(body.lastIndexOf(publicBytes) - 32, body.lastIndexOf(publicBytes));
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    const derived = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
    expect(Buffer.from(derived.export({ format: 'jwk' }).x ?? '', 'base64url')).toEqual(publicBytes);
  });

  it('is another one every time', () => {
    expect(newKey('a').privateKey).not.toBe(newKey('a').privateKey);
  });
});
