import { describe, expect } from 'vitest';
import type { Suite } from './suite.ts';

/** A tar begins with one header of so many bytes; the content of its first file follows. */
const headerBytes = 512;

async function bytesOf(tar: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of tar) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** What instances write, and files in and out of them. */
export function describeInsides(suite: Suite): void {
  const fixture = () => {
    const { insides } = suite.fixture;
    if (!insides) throw new Error('Logs or files are claimed, but the fixture has nothing to try them on');
    return insides;
  };
  const never = () => new AbortController().signal;

  describe('insides', () => {
    suite.it('instance.logs', 'tells what was written, and goes on with what is', async () => {
      const { logs } = suite.session.provider;
      if (!logs) throw new Error('Logs are claimed, but the provider reads none');
      const native = await suite.make({ running: true, guest: 'listening' });
      await fixture().say(native, 'conf says one');
      const ending = new AbortController();
      const options = { tail: 10, since: null, follow: true };
      const heard: string[] = [];
      const listening = (async () => {
        for await (const { text } of logs.read(suite.session.id(native), options, ending.signal)) {
          heard.push(text);
          if (text === 'conf says one') await fixture().say(native, 'conf says two');
          if (text === 'conf says two') ending.abort();
        }
      })();
      await suite.within(suite.fixture.timings.actionMs, 'both lines', listening);
      expect(heard.slice(-2)).toEqual(['conf says one', 'conf says two']);
    });

    suite.it('instance.files', 'go in and come out as they were', async () => {
      const { files } = suite.session.provider;
      if (!files) throw new Error('Files are claimed, but the provider reaches none');
      const native = await suite.make({ running: true, guest: 'listening' });
      const id = suite.session.id(native);
      const { file, folder } = fixture();
      const tar = await bytesOf(await files.read(id, file, never()));
      async function* again() {
        yield tar;
      }
      await files.write(id, { path: folder, tar: again() }, never());
      const name = file.slice(file.lastIndexOf('/') + 1);
      const copy = await bytesOf(await files.read(id, `${folder}/${name}`, never()));
      expect(copy.subarray(headerBytes).equals(tar.subarray(headerBytes))).toBe(true);
      const missing = files.read(id, '/no/such/file', never());
      await expect(missing).rejects.toMatchObject({ code: 'resource.not-found' });
    });
  });
}
