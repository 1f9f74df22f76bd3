import { afterEach, beforeEach, expect, it } from 'vitest';
import { SlowVcenter } from '../testing/slow-vcenter.ts';
import { DeviceReader } from './device-reader.ts';

const vm = { type: 'VirtualMachine', value: 'vm-1' };
const signal = new AbortController().signal;

let vcenter: SlowVcenter;
let reader: DeviceReader;
let files: string[];

const disk = (file: string, index: number): string =>
  `<VirtualDevice xsi:type="VirtualDisk"><key>${2000 + index}</key><backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>[ds1] ${file}</fileName><datastore type="Datastore">datastore-1</datastore></backing><capacityInKB>1</capacityInKB></VirtualDevice>`;

beforeEach(async () => {
  vcenter = await SlowVcenter.open();
  files = ['a.vmdk'];
  vcenter.truth.set(
    'RetrievePropertiesEx',
    () =>
      `<returnval><objects><obj type="VirtualMachine">vm-1</obj><propSet><name>config.hardware.device</name><val xsi:type="ArrayOfVirtualDevice">${files.map(disk).join('')}</val></propSet></objects></returnval>`,
  );
  vcenter.store.apply(vm, { name: 'web' }, { asOf: '2026-01-01T00:00:00.000Z', source: 'poll' });
  reader = new DeviceReader(vcenter.store, vcenter.publisher);
});
afterEach(() => vcenter.close());

it('disks of an answer that another has overtaken are not taken', async () => {
  const { store, session } = vcenter;
  const facts = store.vmOf(vm);
  if (!facts) throw new Error('The VM is not known');
  vcenter.slow = true;
  reader.want(facts);
  const first = reader.drain(session, signal);
  await vcenter.answering(1);
  // A disk is added, and the version of its configuration says so.
  vcenter.slow = false;
  files = ['a.vmdk', 'b.vmdk'];
  reader.want(facts);
  await reader.drain(session, signal);
  vcenter.arrive();
  await first;
  expect(facts.devices?.disks.map(({ file }) => file)).toEqual(['[ds1] a.vmdk', '[ds1] b.vmdk']);
  expect(vcenter.mirror.all('volume')).toHaveLength(2);
});
