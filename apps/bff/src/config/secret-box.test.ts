import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyRing, openKeyRing } from './key-ring.ts';
import { createSecretBox, isSealedWithOldKey } from './secret-box.ts';

const first = Buffer.alloc(32, 1);
const second = Buffer.alloc(32, 2);
const box = createSecretBox(new KeyRing([first]));

describe('a sealed secret', () => {
  it.each(['', 'hunter2', 'Grüße \u0000 🪐', 'x'.repeat(100_000)])('opens again: %#', secret => {
    expect(box.open(box.seal(secret, 'backend/vc'), 'backend/vc')).toBe(secret);
  });

  it('never looks the same twice and holds nothing readable', () => {
    const sealed = [box.seal('hunter2', 'a'), box.seal('hunter2', 'a')];
    expect(sealed[0]).not.toBe(sealed[1]);
    expect(sealed.join()).not.toContain('hunter2');
  });

  it('opens for its own record only', () => {
    const sealed = box.seal('hunter2', 'backend/vc');
    for (const other of ['backend/os', 'backend/vc ', 'backend/v', '', 'backend/vc\n'])
      expect(() => box.open(sealed, other), other).toThrow('changed, or belongs to another record');
  });

  it('is refused with any character changed, or any part cut off', () => {
    const sealed = box.seal('hunter2', 'a');
    const [version, id, body = ''] = sealed.split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed.readUInt8(i) ^ 1) & 0xff, i);
      expect(
        () => box.open([version, id, changed.toString('base64url')].join('.'), 'a'),
        String(i),
      ).toThrow();
      const cut = bytes.subarray(0, i).toString('base64url');
      expect(() => box.open([version, id, cut].join('.'), 'a'), String(i)).toThrow();
    }
    for (const text of ['', '.', '..', 'v1', `v2.${id}.${body}`, `v1.ffffffff.${body}`])
      expect(() => box.open(text, 'a'), text).toThrow();
  });

  it('is refused under another key, with advice', () => {
    const other = createSecretBox(new KeyRing([second]));
    expect(() => other.open(box.seal('hunter2', 'a'), 'a')).toThrow('Restore the secret-key file');
  });
});

describe('rotation', () => {
  it('seals with the newest key and still opens what older ones sealed', () => {
    const rotated = new KeyRing([second, first]);
    const both = createSecretBox(rotated);
    const old = box.seal('hunter2', 'a');
    expect(both.open(old, 'a')).toBe('hunter2');
    expect(isSealedWithOldKey(rotated, old)).toBe(true);
    expect(isSealedWithOldKey(rotated, both.seal('hunter2', 'a'))).toBe(false);
    expect(() => box.open(both.seal('hunter2', 'a'), 'a')).toThrow();
  });
});

describe('the key', () => {
  let directory = '';
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'orrery-key-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('is made once, for the owner only', async () => {
    const data = join(directory, 'data');
    const made = await openKeyRing(data, undefined);
    const again = await openKeyRing(data, undefined);
    expect(again.derive('x')).toEqual(made.derive('x'));
    expect((await stat(join(data, 'secret-key'))).mode & 0o777).toBe(0o600);
    expect((await stat(data)).mode & 0o777).toBe(0o700);
  });

  it('may be given instead, and then no file is made', async () => {
    const given = `${second.toString('base64')}, ${first.toString('base64')}`;
    const ring = await openKeyRing(directory, given);
    expect(ring.derive('x').map(key => key.key)).toEqual(
      new KeyRing([second, first]).derive('x').map(key => key.key),
    );
    await expect(readFile(join(directory, 'secret-key'))).rejects.toThrow('ENOENT');
  });

  it('differs by purpose', () => {
    const ring = new KeyRing([first]);
    expect(ring.derive('a')[0]?.key).not.toEqual(ring.derive('b')[0]?.key);
    expect(ring.derive('a')[0]?.key).not.toEqual(first);
  });

  it.each(['', ' ', 'short', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64')])(
    'is refused when it is no 32 bytes: %j',
    async text => {
      await expect(openKeyRing(directory, text)).rejects.toThrow('openssl rand -base64 32');
      await writeFile(join(directory, 'secret-key'), text);
      await expect(openKeyRing(directory, undefined)).rejects.toThrow('secret-key');
      await expect(openKeyRing(directory, undefined)).rejects.not.toThrow(text.trim() || 'nothing to leak');
    },
  );

  it('is not silently replaced when it cannot be read', async () => {
    await writeFile(join(directory, 'file'), '');
    await expect(openKeyRing(join(directory, 'file'), undefined)).rejects.toThrow('ENOTDIR');
  });
});
