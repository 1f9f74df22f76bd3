import { expect, it } from 'vitest';
import { XdrReader } from '../xdr/reader.ts';
import { XdrWriter } from '../xdr/writer.ts';
import { blockCommit } from './domain-block.ts';

const commit = (base: string, top = '/pools/web-top.qcow2') => {
  const writer = new XdrWriter(0);
  const domain = { name: 'web', uuid: '9e126a45-5039-4e97-887b-d2fa2650b97e', id: 1 };
  blockCommit.args.write(writer, { domain, disk: 'vda', base, top, bandwidth: 0, flags: 0 });
  return writer.finish();
};

/** name, uuid, id, disk: where the presence of `base` stands, and then that of `top`. */
function layersOnTheWire(bytes: Buffer): (string | null)[] {
  const reader = new XdrReader(bytes, 0);
  reader.string();
  reader.fixed(16);
  reader.i32();
  reader.string();
  const layer = () => (reader.present() ? reader.string() : null);
  return [layer(), layer()];
}

// A commit without a base once merged a guest into the image that all others were based on.
it('never asks for a commit without a base and a top', () => {
  expect(layersOnTheWire(commit('/pools/web-overlay.qcow2'))).toEqual([
    '/pools/web-overlay.qcow2',
    '/pools/web-top.qcow2',
  ]);
  // @ts-expect-error: null is what libvirt takes for the bottom of the chain
  expect(() => commit(null)).toThrow();
  // @ts-expect-error: null is what libvirt takes for what the guest writes to now
  expect(() => commit('/pools/web-overlay.qcow2', null)).toThrow();
});
