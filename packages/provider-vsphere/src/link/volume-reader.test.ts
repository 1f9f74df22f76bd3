import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SlowVcenter } from '../testing/slow-vcenter.ts';
import { VolumeReader } from './volume-reader.ts';

const datastore = { type: 'Datastore', value: 'datastore-1' };
const signal = new AbortController().signal;

let vcenter: SlowVcenter;
let reader: VolumeReader;
/** Ids of the disks that there are. */
let disks: string[];

const config = (id: string): string =>
  `<returnval><config><id><id>${id}</id></id><name>${id}</name><createTime>2026-01-01T00:00:00Z</createTime><backing><datastore type="Datastore">datastore-1</datastore><filePath>[ds1] fcd/${id}.vmdk</filePath></backing><capacityInMB>1</capacityInMB></config></returnval>`;

beforeEach(async () => {
  vcenter = await SlowVcenter.open();
  const { store, publisher, clock, truth } = vcenter;
  disks = ['one', 'two'];
  truth.set('ListVStorageObject', () => disks.map(id => `<returnval><id>${id}</id></returnval>`).join(''));
  truth.set('RetrieveVStorageObject', body => {
    const id = /<id><id>(\w+)/.exec(body)?.[1] ?? /<id>(\w+)</.exec(body)?.[1] ?? '';
    return disks.includes(id) ? config(id) : { fault: 'NotFound' };
  });
  store.apply(datastore, { name: 'ds1' }, { asOf: '2026-01-01T00:00:00.000Z', source: 'poll' });
  reader = new VolumeReader({ clock, store, publisher, log: () => {} });
});
afterEach(() => vcenter.close());

const known = () => [...vcenter.store.volumes.values()].map(({ name }) => name).toSorted();
const told = () =>
  vcenter.mirror
    .all('volume')
    .map(({ name }) => name)
    .toSorted();
const one = (id: string) => reader.one(vcenter.session, { datastore, id }, signal);

describe('first-class disks', () => {
  it('are those that there are', async () => {
    await reader.list(vcenter.session, signal);
    expect(known()).toEqual(['one', 'two']);
    disks = ['two'];
    await reader.list(vcenter.session, signal);
    expect(known()).toEqual(['two']);
  });

  it.each(['list', 'refresh'] as const)(
    'a %s that is on its way brings back none that was deleted, and drops none that was made',
    async how => {
      await reader.refresh(vcenter.session, datastore, signal);
      vcenter.slow = true;
      const listing =
        how === 'list'
          ? reader.list(vcenter.session, signal)
          : reader.refresh(vcenter.session, datastore, signal);
      await vcenter.answering(1);
      vcenter.arrive();
      await vcenter.answering(2);
      // What both said was true; now it is so no longer.
      vcenter.slow = false;
      disks = ['two', 'three'];
      await one('one');
      await one('three');
      expect(told()).toEqual(['three', 'two']);
      vcenter.arrive();
      vcenter.arrive();
      await listing;
      expect(known()).toEqual(['three', 'two']);
      expect(told()).toEqual(['three', 'two']);
    },
  );

  it('stay as they were known where the datastore could not tell', async () => {
    await reader.list(vcenter.session, signal);
    vcenter.truth.set('ListVStorageObject', () => ({ fault: 'HostCommunication' }));
    await reader.list(vcenter.session, signal);
    expect(known()).toEqual(['one', 'two']);
    vcenter.truth.set('ListVStorageObject', () => ({ fault: 'NoPermission' }));
    await reader.list(vcenter.session, signal);
    expect(known()).toEqual([]);
  });

  it('go with their datastore', async () => {
    await reader.list(vcenter.session, signal);
    vcenter.store.remove(datastore);
    await reader.list(vcenter.session, signal);
    expect(known()).toEqual([]);
  });
});
