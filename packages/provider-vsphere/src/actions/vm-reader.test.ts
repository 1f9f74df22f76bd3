import { EventLog } from '@orrery/provider-kit/event-log.ts';
import { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DeviceReader } from '../link/device-reader.ts';
import { SnapshotNews } from '../link/snapshot-news.ts';
import { SlowVcenter } from '../testing/slow-vcenter.ts';
import { VmReader } from './vm-reader.ts';

const ref = { type: 'VirtualMachine', value: 'vm-1' };

let vcenter: SlowVcenter;
let reader: VmReader;
let name: string;

beforeEach(async () => {
  vcenter = await SlowVcenter.open();
  const { clock, store, publisher } = vcenter;
  name = 'before';
  vcenter.truth.set(
    'RetrievePropertiesEx',
    () =>
      `<returnval><objects><obj type="VirtualMachine">vm-1</obj><propSet><name>name</name><val xsi:type="xsd:string">${name}</val></propSet></objects></returnval>`,
  );
  const log = new EventLog(clock, new OwnOperations(clock));
  const devices = new DeviceReader(store, publisher);
  const snapshots = new SnapshotNews({ backend: 'b', store, log });
  reader = new VmReader({ clock, store, publisher, devices, snapshots });
});
afterEach(() => vcenter.close());

it('an answer that a push has overtaken is asked for once more', async () => {
  const { store, session } = vcenter;
  store.apply(ref, { name }, { asOf: '2026-01-01T00:00:00.000Z', source: 'poll' });
  vcenter.slow = true;
  const reading = reader.read(session, ref, {});
  await vcenter.answering(1);
  vcenter.slow = false;
  name = 'after';
  store.apply(ref, { name }, { asOf: '2026-01-01T00:00:01.000Z', source: 'event' });
  vcenter.arrive();
  expect(await reading).toMatchObject({ name: 'after' });
  expect(store.vmOf(ref)?.name).toBe('after');
});
