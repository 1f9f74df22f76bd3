import {
  asBoolean,
  asNumber,
  asObject,
  asObjects,
  asRef,
  asText,
  type MoRef,
  type VimObject,
  type VimValue,
} from '@orrery/vim25/values.ts';
import { nativeOfDisk } from '../ids.ts';
import type { Devices, DiskFacts, NicFacts } from './facts.ts';

export const devicePath = 'config.hardware.device';

const buses: readonly [pattern: RegExp, bus: string][] = [
  [/SCSI|LsiLogic|BusLogic/i, 'scsi'],
  [/NVME/i, 'nvme'],
  [/AHCI|SATA/i, 'sata'],
  [/IDE/i, 'ide'],
];

function busOf(controllers: ReadonlyMap<number, string>, key: number | null): string | null {
  const type = key === null ? undefined : controllers.get(key);
  return buses.find(([pattern]) => type !== undefined && pattern.test(type))?.[1] ?? null;
}

/** With snapshots a disk is a chain of files; the last in it is the one it began as. */
function baseOf(backing: VimObject | null): VimObject | null {
  let base = backing;
  for (let parent = asObject(base?.['parent']); parent; parent = asObject(parent['parent'])) base = parent;
  return base;
}

function capacityOf(device: VimObject): number | null {
  const bytes = asNumber(device['capacityInBytes']);
  const kib = asNumber(device['capacityInKB']);
  return bytes ?? (kib === null ? null : kib * 1024);
}

function disk(device: VimObject, controllers: ReadonlyMap<number, string>): DiskFacts {
  const backing = asObject(device['backing']);
  const base = baseOf(backing);
  const file = asText(base?.['fileName']);
  const datastore = asRef(base?.['datastore'])?.value ?? null;
  return {
    key: asNumber(device['key']) ?? 0,
    type: device.$type ?? 'VirtualDisk',
    label: asText(asObject(device['deviceInfo'])?.['label']) ?? 'disk',
    bus: busOf(controllers, asNumber(device['controllerKey'])),
    native: file === null ? null : nativeOfDisk({ datastore: datastore ?? '', file }),
    file,
    datastore,
    capacityBytes: capacityOf(device),
    hasSnapshot: base !== backing,
  };
}

function networkOf(backing: VimObject | null): MoRef | null {
  const portgroup = asText(asObject(backing?.['port'])?.['portgroupKey']);
  return portgroup === null
    ? asRef(backing?.['network'])
    : { type: 'DistributedVirtualPortgroup', value: portgroup };
}

function nic(device: VimObject): NicFacts {
  const backing = asObject(device['backing']);
  return {
    key: asNumber(device['key']) ?? 0,
    mac: asText(device['macAddress']),
    model: (device.$type ?? '').replace(/^Virtual/, '').toLowerCase(),
    network: networkOf(backing),
    networkName: asText(backing?.['deviceName']),
    connected: asBoolean(asObject(device['connectable'])?.['connected']),
  };
}

/** The disks and the interfaces among all devices of a VM. */
export function readDevices(value: VimValue | undefined): Devices {
  const devices = asObjects(value);
  const controllers = new Map(devices.map(d => [asNumber(d['key']) ?? -1, d.$type ?? '']));
  return {
    disks: devices.filter(d => d.$type === 'VirtualDisk').map(d => disk(d, controllers)),
    nics: devices.filter(d => asText(d['macAddress']) !== null).map(nic),
  };
}
