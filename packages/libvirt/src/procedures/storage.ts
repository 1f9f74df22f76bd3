import { command, procedure } from '../rpc/procedure.ts';
import { array, bool, i32, only, string, struct, u32, u64, uuid } from '../xdr/codec.ts';
import { storagePool, storageVolume } from './refs.ts';
import { counted, poolOnly, wanted, xmlFlags } from './shared.ts';

const poolFlags = struct({ pool: storagePool, flags: u32 });
const volumeFlags = struct({ volume: storageVolume, flags: u32 });
const volumeOnly = struct({ volume: storageVolume });

export const poolLookupByName = procedure(
  84,
  'StoragePoolLookupByName',
  struct({ name: string }),
  storagePool,
);
export const poolLookupByUuid = procedure(85, 'StoragePoolLookupByUUID', struct({ uuid }), storagePool);
export const poolGetXml = procedure(88, 'StoragePoolGetXMLDesc', poolFlags, string);
/** `state`: 0 inactive, 1 building, 2 running, 3 degraded, 4 inaccessible. Sizes in bytes. */
export const poolGetInfo = procedure(
  87,
  'StoragePoolGetInfo',
  poolOnly,
  struct({ state: u32, capacity: u64, allocation: u64, available: u64 }),
);
export const poolRefresh = command(83, 'StoragePoolRefresh', poolFlags);
export const poolDefineXml = procedure(77, 'StoragePoolDefineXML', xmlFlags, storagePool);
export const poolCreateXml = procedure(76, 'StoragePoolCreateXML', xmlFlags, storagePool);
export const poolBuild = command(79, 'StoragePoolBuild', poolFlags);
export const poolCreate = command(78, 'StoragePoolCreate', poolFlags);
export const poolDestroy = command(80, 'StoragePoolDestroy', poolOnly);
export const poolDelete = command(81, 'StoragePoolDelete', poolFlags);
export const poolUndefine = command(82, 'StoragePoolUndefine', poolOnly);
export const poolGetAutostart = procedure(89, 'StoragePoolGetAutostart', poolOnly, bool);
export const poolSetAutostart = command(
  90,
  'StoragePoolSetAutostart',
  struct({ pool: storagePool, autostart: bool }),
);
export const poolIsActive = procedure(154, 'StoragePoolIsActive', poolOnly, bool);
export const poolIsPersistent = procedure(155, 'StoragePoolIsPersistent', poolOnly, bool);
export const poolListAllVolumes = procedure(
  282,
  'StoragePoolListAllVolumes',
  struct({ pool: storagePool, wanted, flags: u32 }),
  only(array(storageVolume), counted),
);

export const volumeLookupByName = procedure(
  95,
  'StorageVolLookupByName',
  struct({ pool: storagePool, name: string }),
  storageVolume,
);
export const volumeLookupByKey = procedure(
  96,
  'StorageVolLookupByKey',
  struct({ key: string }),
  storageVolume,
);
export const volumeLookupByPath = procedure(
  97,
  'StorageVolLookupByPath',
  struct({ path: string }),
  storageVolume,
);
export const volumeGetPath = procedure(100, 'StorageVolGetPath', volumeOnly, string);
export const volumeGetXml = procedure(99, 'StorageVolGetXMLDesc', volumeFlags, string);
/** `type`: 0 file, 1 block, 2 directory, 3 network, 4 network directory, 5 ploop. Sizes in bytes. */
export const volumeGetInfo = procedure(
  98,
  'StorageVolGetInfo',
  volumeOnly,
  struct({ type: i32, capacity: u64, allocation: u64 }),
);
export const volumeCreateXml = procedure(
  93,
  'StorageVolCreateXML',
  struct({ pool: storagePool, xml: string, flags: u32 }),
  storageVolume,
);
export const volumeCreateXmlFrom = procedure(
  125,
  'StorageVolCreateXMLFrom',
  struct({ pool: storagePool, xml: string, from: storageVolume, flags: u32 }),
  storageVolume,
);
export const volumeDelete = command(94, 'StorageVolDelete', volumeFlags);
export const volumeWipe = command(165, 'StorageVolWipe', volumeFlags);
export const volumeResize = command(
  260,
  'StorageVolResize',
  struct({ volume: storageVolume, capacity: u64, flags: u32 }),
);
const transfer = struct({ volume: storageVolume, offset: u64, length: u64, flags: u32 });
/** Followed by a stream to the daemon; length 0 is all. */
export const volumeUpload = command(208, 'StorageVolUpload', transfer);
/** Followed by a stream from the daemon; length 0 is all. */
export const volumeDownload = command(209, 'StorageVolDownload', transfer);
