import { type ValueOf, i32, string, struct, uuid } from '../xdr/codec.ts';

/** How libvirt names its things on the wire (remote_nonnull_* in remote_protocol.x). */
export const domain = struct({ name: string, uuid, id: i32 });
export type DomainRef = ValueOf<typeof domain>;

export const network = struct({ name: string, uuid });
export type NetworkRef = ValueOf<typeof network>;

export const storagePool = struct({ name: string, uuid });
export type StoragePoolRef = ValueOf<typeof storagePool>;

export const storageVolume = struct({ pool: string, name: string, key: string });
export type StorageVolumeRef = ValueOf<typeof storageVolume>;

export const snapshot = struct({ name: string, domain });
export type SnapshotRef = ValueOf<typeof snapshot>;

export const nwfilter = struct({ name: string, uuid });
export type NwfilterRef = ValueOf<typeof nwfilter>;

export const nodeDevice = struct({ name: string });
export type NodeDeviceRef = ValueOf<typeof nodeDevice>;
