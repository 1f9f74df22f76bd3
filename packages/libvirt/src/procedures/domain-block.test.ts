import { expect, it } from 'vitest';
import { XdrReader } from '../xdr/reader.ts';
import { XdrWriter } from '../xdr/writer.ts';
import { blockCommit } from './domain-block.ts';

const commit = (base: string) => {
  const writer = new XdrWriter(0);
  const domain = { name: 'web', uuid: '9e126a45-5039-4e97-887b-d2fa2650b97e', id: 1 };
  blockCommit.args.write(writer, { domain, disk: 'vda', base, top: null, bandwidth: 0, flags: 0 });
  return writer.finish();
};

/** name, uuid, id, disk: where the presence of `base` stands. */
function baseOnTheWire(bytes: Buffer): string | null {
  const reader = new XdrReader(bytes, 0);
  reader.string();
  reader.fixed(16);
  reader.i32();
  reader.string();
  return reader.present() ? reader.string() : null;
}

// A commit without a base once merged a guest into the image that all others were based on.
it('never asks for a commit without a base', () => {
  expect(baseOnTheWire(commit('/pools/web-overlay.qcow2'))).toBe('/pools/web-overlay.qcow2');
  // @ts-expect-error: null is what libvirt takes for the bottom of the chain
  expect(() => commit(null)).toThrow();
});
