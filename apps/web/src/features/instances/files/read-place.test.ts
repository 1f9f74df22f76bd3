import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../lib/tar/byte-reader.ts';
import { blockBytes, paddingOf, type RawHeader, writeHeader } from '../../../lib/tar/header.ts';
import { folderOf, joined, placeOf, tidyPath } from './read-place.ts';

type Made = { name: string; type?: string; text?: string; linkTo?: string };

function archive(...entries: Made[]): ByteReader {
  const parts = entries.flatMap(({ name, type = '0', text = '', linkTo = '' }) => {
    const header: RawHeader = { name, type, size: text.length, mode: 0o644, modifiedAt: 0, linkTo };
    return [writeHeader(header), text, new Uint8Array(paddingOf(text.length))];
  });
  return new ByteReader(new Blob([...parts, new Uint8Array(2 * blockBytes)]).stream());
}

describe('what stands at a path', () => {
  it('is a folder with what is in it, folders first, and nothing from deeper', async () => {
    const tar = archive(
      { name: 'etc/', type: '5' },
      { name: 'etc/passwd', text: 'root' },
      { name: 'etc/conf.d/', type: '5' },
      { name: 'etc/conf.d/deep', text: 'deep' },
      { name: 'etc/mtab', type: '2', linkTo: '/proc/mounts' },
    );
    const { self, rows, isPartial } = await placeOf(tar, '/etc');
    expect(self).toMatchObject({ kind: 'folder', path: '/etc' });
    expect(rows.map(({ kind, path }) => [kind, path])).toEqual([
      ['folder', '/etc/conf.d'],
      ['link', '/etc/mtab'],
      ['file', '/etc/passwd'],
    ]);
    expect(isPartial).toBe(false);
  });

  it('is the root, whatever its archive calls it', async () => {
    for (const root of ['/', './']) {
      const inside = root === '/' ? '' : root;
      const tar = archive({ name: root, type: '5' }, { name: `${inside}bin/`, type: '5' });
      const { rows } = await placeOf(tar, '/');
      expect(rows.map(({ path }) => path)).toEqual(['/bin']);
    }
  });

  it('is a folder with a folder that only what lies in it tells of', async () => {
    const tar = archive({ name: 'srv/', type: '5' }, { name: 'srv/a/b/c', text: 'c' });
    const { rows } = await placeOf(tar, '/srv');
    expect(rows).toMatchObject([{ kind: 'folder', path: '/srv/a', size: 0 }]);
  });

  it('is a single file', async () => {
    const { self, rows } = await placeOf(archive({ name: 'motd', text: 'hello' }), '/etc/motd');
    expect(self).toMatchObject({ kind: 'file', size: 5, path: '/etc/motd' });
    expect(rows).toEqual([]);
  });

  it('is told in part when it is more than anybody wants to wait for', async () => {
    const many = Array.from({ length: 1_200 }, (_, at) => ({ name: `d/${at}` }));
    const { rows, isPartial } = await placeOf(archive({ name: 'd/', type: '5' }, ...many), '/d');
    expect(isPartial).toBe(true);
    expect(rows).toHaveLength(1_000);
  });
});

describe('paths', () => {
  it.each([
    ['', '/'],
    ['etc', '/etc'],
    ['/a//b/../c/', '/a/c'],
    ['/../..', '/'],
    [' /srv/./x ', '/srv/x'],
  ])('%j is %s', (typed, path) => expect(tidyPath(typed)).toBe(path));

  it('are put together and taken apart', () => {
    expect(joined('/', 'etc')).toBe('/etc');
    expect(joined('/etc', 'motd')).toBe('/etc/motd');
    expect(folderOf('/etc/motd')).toBe('/etc');
    expect(folderOf('/etc')).toBe('/');
  });
});
