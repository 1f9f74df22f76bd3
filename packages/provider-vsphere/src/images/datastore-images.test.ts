import type { DatastoreFile } from '@orrery/vim25/methods/datastore-browser.ts';
import { expect, it } from 'vitest';
import { newDatastore } from '../map/others.ts';
import { imagesOf } from './datastore-images.ts';

const seen = { asOf: '2026-01-01T00:00:00.000Z', source: 'poll' as const };
const file = (folder: string, name: string): DatastoreFile => ({
  folder: `[ds1] ${folder}`,
  name,
  sizeBytes: 1024,
  modifiedAt: '2026-01-02T03:04:05Z',
});

const found = (files: DatastoreFile[], used: string[] = []) =>
  imagesOf({
    datastore: newDatastore({ type: 'Datastore', value: 'datastore-1' }, seen),
    files,
    used: new Set(used),
    seen,
  });

it('installer discs are images wherever people put them', () => {
  const [disc, ...more] = found([file('iso/linux/', 'debian 13.ISO')]);
  expect(more).toEqual([]);
  expect(disc).toMatchObject({
    name: 'iso/linux/debian 13.ISO',
    format: 'iso',
    sizeBytes: 1024,
    createdAt: '2026-01-02T03:04:05.000Z',
    from: { datastore: 'datastore-1', file: '[ds1] iso/linux/debian 13.ISO' },
  });
  expect(found([file('', 'a.iso')])[0]).toMatchObject({ name: 'a.iso', from: { file: '[ds1] a.iso' } });
});

it('a disk is an image where it is no machine’s', () => {
  const names = (files: DatastoreFile[], used: string[] = []) => found(files, used).map(f => f.name);
  expect(names([file('gold/', 'base.vmdk'), file('gold/', 'base-flat.vmdk')])).toEqual(['gold/base.vmdk']);
  expect(names([file('web/', 'web.vmx'), file('web/', 'web.vmdk')])).toEqual([]);
  expect(names([file('web/', 'web_1.vmdk')], ['[ds1] web/web.vmdk'])).toEqual([]);
  expect(names([file('web/', 'web-000001.vmdk')])).toEqual([]);
});

it('what vCenter keeps for itself is no image', () => {
  const own = ['fcd/', 'catalog/', 'contentlib-1f/9a/', '.sdd.sf/', '.vSphere-HA/a/'];
  expect(found(own.flatMap(folder => [file(folder, 'a.vmdk'), file(folder, 'a.iso')]))).toEqual([]);
});
