import { command, procedure, query } from '../rpc/procedure.ts';
import { array, bool, i32, nothing, only, optional, string, struct, u32, u64 } from '../xdr/codec.ts';
import { typedParamMap } from '../xdr/typed-params.ts';
import { domain, network, nodeDevice, nwfilter, storagePool } from './refs.ts';
import { counted, listFlags, strings } from './shared.ts';

// Numbers and layouts: src/remote/remote_protocol.x of libvirt.

/** remote_auth_type. */
export const authTypes = { none: 0, sasl: 1, polkit: 2 } as const;
/** VIR_DRV_FEATURE_PROGRAM_KEEPALIVE (libvirt_internal.h); asking also makes the daemon ping us. */
export const featureKeepalive = 10;

export const open = command(1, 'ConnectOpen', struct({ name: optional(string), flags: u32 }));
export const close = query(2, 'ConnectClose', nothing);
export const getType = query(3, 'ConnectGetType', string);
/** Hypervisor's version as major * 1,000,000 + minor * 1,000 + release. */
export const getVersion = query(4, 'ConnectGetVersion', u64);
export const getLibVersion = query(157, 'ConnectGetLibVersion', u64);
export const getCapabilities = query(7, 'ConnectGetCapabilities', string);
export const getHostname = query(59, 'ConnectGetHostname', string);
export const getUri = query(110, 'ConnectGetUri', string);
export const supportsFeature = procedure(60, 'ConnectSupportsFeature', struct({ feature: i32 }), bool);
export const authList = query(66, 'AuthList', array(i32, 20));
export const authPolkit = query(70, 'AuthPolkit', i32);
export const isSecure = query(149, 'ConnectIsSecure', bool);
export const getSysinfo = procedure(203, 'ConnectGetSysinfo', struct({ flags: u32 }), string);
export const registerCloseCallback = query(360, 'ConnectRegisterCloseCallback', nothing);

const machine = {
  emulator: optional(string),
  arch: optional(string),
  machine: optional(string),
  virtType: optional(string),
};
export const getDomainCapabilities = procedure(
  342,
  'ConnectGetDomainCapabilities',
  struct({ ...machine, flags: u32 }),
  string,
);
export const getStoragePoolCapabilities = procedure(
  403,
  'ConnectGetStoragePoolCapabilities',
  struct({ flags: u32 }),
  string,
);
/** With the host's own processor, whatever the hypervisor makes of it. Answers as the next. */
export const compareCpu = procedure(158, 'ConnectCompareCPU', struct({ xml: string, flags: u32 }), i32);
/** virCPUCompareResult: 0 incompatible, 1 identical, 2 superset, -1 error. */
export const compareHypervisorCpu = procedure(
  393,
  'ConnectCompareHypervisorCPU',
  struct({ ...machine, cpuXml: string, flags: u32 }),
  i32,
);
export const baselineHypervisorCpu = procedure(
  394,
  'ConnectBaselineHypervisorCPU',
  struct({ ...machine, cpuXmls: array(string, 256), flags: u32 }),
  string,
);

export const listAllDomains = procedure(
  273,
  'ConnectListAllDomains',
  listFlags,
  only(array(domain), counted),
);
export const listAllStoragePools = procedure(
  281,
  'ConnectListAllStoragePools',
  listFlags,
  only(array(storagePool), counted),
);
export const listAllNetworks = procedure(
  283,
  'ConnectListAllNetworks',
  listFlags,
  only(array(network), counted),
);
export const listAllNodeDevices = procedure(
  285,
  'ConnectListAllNodeDevices',
  listFlags,
  only(array(nodeDevice), counted),
);
export const listAllNwfilters = procedure(
  286,
  'ConnectListAllNwfilters',
  listFlags,
  only(array(nwfilter), counted),
);

const statsRecord = struct({ domain, params: typedParamMap });
/** Statistics of many domains in one call. `domains` empty: of all. */
export const getAllDomainStats = procedure(
  344,
  'ConnectGetAllDomainStats',
  struct({ domains: array(domain), stats: u32, flags: u32 }),
  array(statsRecord, 262_144),
);

/** Such as the names for `getDomainCapabilities`' arch. */
export const getCpuModelNames = procedure(
  312,
  'ConnectGetCPUModelNames',
  struct({ arch: string, needResults: i32, flags: u32 }),
  only(strings, counted),
);
