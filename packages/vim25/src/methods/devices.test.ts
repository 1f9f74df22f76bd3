import { describe, expect, it } from 'vitest';
import { decodeBody } from '../xml/decode.ts';
import { echo } from '../xml/write.ts';
import type { VimObject, VimValue } from '../values.ts';
import { addNewDisk, freePlaces, growDisk } from './devices.ts';

const disk: VimObject = {
  $type: 'VirtualDisk',
  key: 2000,
  deviceInfo: { $type: 'Description', label: 'Hard disk 1', summary: '<1 & 2>' },
  backing: {
    $type: 'VirtualDiskFlatVer2BackingInfo',
    fileName: '[ds] a/a.vmdk',
    datastore: { type: 'Datastore', value: 'datastore-1' },
    thinProvisioned: true,
  },
  controllerKey: 1000,
  unitNumber: 0,
  capacityInKB: 1024,
  capacityInBytes: 1_048_576,
};

/** As it comes without a schema: leaves are text. */
function untyped(value: VimValue | undefined): VimValue {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map(untyped);
  if (typeof value !== 'object') return String(value);
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, untyped(inner)]));
}

describe('devices', () => {
  it('go back as they came, references and types included', () => {
    const [part] = echo('device', disk);
    const body = decodeBody(
      new TextEncoder().encode(
        `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body>${part?.xml}</s:Body></s:Envelope>`,
      ),
    );
    expect(body['device']).toEqual(untyped(disk));
  });

  it('grow in their place', () => {
    const { xml } = growDisk(disk, 4 * 1_048_576);
    expect(xml).toContain('<operation>edit</operation>');
    expect(xml).toContain('<capacityInKB>4096</capacityInKB><capacityInBytes>4194304</capacityInBytes>');
    expect(xml).toContain('<fileName>[ds] a/a.vmdk</fileName>');
  });

  it('find a free place at a SCSI controller, and never its own', () => {
    const controller = { $type: 'ParaVirtualSCSIController', key: 1000 };
    const free = freePlaces([controller, disk, { $type: 'VirtualIDEController', key: 200 }]);
    expect(free[0]).toEqual({ controllerKey: 1000, unitNumber: 1 });
    expect(free.map(place => place.unitNumber)).not.toContain(7);
    expect(free).toHaveLength(14);
    expect(freePlaces([disk])).toEqual([]);
  });

  it('say what file they begin in', () => {
    const { xml } = addNewDisk({
      key: -1,
      file: '[ds]',
      capacityBytes: 1024,
      controllerKey: 1,
      unitNumber: 0,
    });
    expect(xml).toContain('<operation>add</operation><fileOperation>create</fileOperation>');
  });
});
