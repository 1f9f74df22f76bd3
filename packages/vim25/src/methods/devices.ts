import { asNumber, asText, type MoRef, type VimObject } from '../values.ts';
import { echo, el, optional, type Xml } from '../xml/write.ts';

/** A network as an interface is connected to it: by name on a standard switch, by port group on a distributed one. */
export type NicBacking = { name: string; network: MoRef } | { switchUuid: string; portgroupKey: string };

/** Where a disk hangs. */
export interface DiskPlace {
  controllerKey: number;
  unitNumber: number;
}

/** Keys below zero are for the server to replace; they tell the parts of one change apart. */
export const newKey = (n: number): number => -1000 - n;

const change = (operation: 'add' | 'edit' | 'remove', device: readonly Xml[], file?: 'create'): Xml =>
  el('deviceChange', [el('operation', operation), ...optional('fileOperation', file), ...device]);

const connected = [el('startConnected', true), el('allowGuestControl', true), el('connected', true)];

function nicBacking(backing: NicBacking): Xml {
  if ('name' in backing) {
    const inside = [el('deviceName', backing.name), el('network', backing.network)];
    return el('backing', inside, 'VirtualEthernetCardNetworkBackingInfo');
  }
  const port = [el('switchUuid', backing.switchUuid), el('portgroupKey', backing.portgroupKey)];
  return el('backing', [el('port', port)], 'VirtualEthernetCardDistributedVirtualPortBackingInfo');
}

export const addNic = (key: number, backing: NicBacking): Xml =>
  change('add', [
    el(
      'device',
      [el('key', key), nicBacking(backing), el('connectable', connected), el('addressType', 'generated')],
      'VirtualVmxnet3',
    ),
  ]);

export const addScsiController = (key: number): Xml =>
  change('add', [
    el(
      'device',
      [el('key', key), el('busNumber', 0), el('sharedBus', 'noSharing')],
      'ParaVirtualSCSIController',
    ),
  ]);

export interface NewDisk extends DiskPlace {
  key: number;
  /** `[datastore] folder/file.vmdk`; only `[datastore]`: beside its VM. */
  file: string;
  capacityBytes: number;
}

const diskDevice = ({ key, file, controllerKey, unitNumber, capacityBytes }: NewDisk, thin: boolean): Xml =>
  el(
    'device',
    [
      el('key', key),
      el(
        'backing',
        [
          el('fileName', file),
          el('diskMode', 'persistent'),
          ...optional('thinProvisioned', thin ? true : undefined),
        ],
        'VirtualDiskFlatVer2BackingInfo',
      ),
      el('controllerKey', controllerKey),
      el('unitNumber', unitNumber),
      el('capacityInKB', Math.ceil(capacityBytes / 1024)),
      el('capacityInBytes', capacityBytes),
    ],
    'VirtualDisk',
  );

/** An empty disk in a new file. */
export const addNewDisk = (disk: NewDisk): Xml => change('add', [diskDevice(disk, true)], 'create');

/** A disk whose file is there. */
export const addExistingDisk = (disk: NewDisk): Xml => change('add', [diskDevice(disk, false)]);

/** The file of a disk stays. */
export const removeDevice = (device: VimObject): Xml => change('remove', echo('device', device));

export const growDisk = (device: VimObject, capacityBytes: number): Xml =>
  change(
    'edit',
    echo('device', {
      ...device,
      capacityInKB: Math.ceil(capacityBytes / 1024),
      capacityInBytes: capacityBytes,
    }),
  );

/** Unit 7 is the controller's own. */
const units = Array.from({ length: 16 }, (_, n) => n).filter(n => n !== 7);

/** A free place at a SCSI controller; null: there is none, or all are full. */
export function freePlaces(devices: readonly VimObject[]): DiskPlace[] {
  return devices
    .filter(({ $type }) => /SCSI|LsiLogic|BusLogic/i.test($type ?? ''))
    .flatMap(controller => {
      const key = asNumber(controller['key']);
      if (key === null) return [];
      const taken = new Set(
        devices.filter(d => asNumber(d['controllerKey']) === key).map(d => asNumber(d['unitNumber'])),
      );
      return units.filter(n => !taken.has(n)).map(unitNumber => ({ controllerKey: key, unitNumber }));
    });
}

export const isDisk = ({ $type }: VimObject): boolean => $type === 'VirtualDisk';
export const isNic = (device: VimObject): boolean => asText(device['macAddress']) !== null;
