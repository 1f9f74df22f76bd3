// Flag bits and enum numbers of libvirt's public headers (libvirt-domain.h and its neighbours).

/** virDomainModificationImpact. */
export const impact = { current: 0, live: 1, config: 2 } as const;
/** virDomainXMLFlags. */
export const xmlFlags = { secure: 1, inactive: 2, updateCpu: 4, migratable: 8 } as const;
/** virDomainDefineFlags. */
export const defineFlags = { validate: 1 } as const;
/** virDomainCreateFlags. */
export const startFlags = { paused: 1, autodestroy: 2, bypassCache: 4, forceBoot: 8 } as const;
/** virDomainShutdownFlagValues and virDomainRebootFlagValues. */
export const shutdownFlags = { acpi: 1, agent: 2 } as const;
/** virDomainDestroyFlagsValues. */
export const destroyFlags = { graceful: 1 } as const;
/** virDomainUndefineFlagsValues. */
export const undefineFlags = {
  managedSave: 1,
  snapshotsMetadata: 2,
  nvram: 4,
  keepNvram: 8,
  checkpointsMetadata: 16,
  tpm: 32,
} as const;
/** virDomainVcpuFlags beyond impact. */
export const vcpuFlags = { maximum: 4, guest: 8 } as const;
/** virDomainMemoryModFlags beyond impact. */
export const memoryFlags = { maximum: 4 } as const;
/** virDomainMetadataType. */
export const metadataTypes = { description: 0, title: 1, element: 2 } as const;
/** virDomainInterfaceAddressesSource. */
export const interfaceAddressSources = { lease: 0, agent: 1, arp: 2 } as const;
/** virDomainConsoleFlags. */
export const consoleFlags = { force: 1, safe: 2 } as const;
/** virDomainBlockResizeFlags. */
export const blockResizeFlags = { bytes: 1 } as const;
/** virConnectListAllNodeDeviceFlags. */
export const nodeDeviceFlags = { net: 16 } as const;
/** virDomainStatsTypes: groups of getAllDomainStats. */
export const statsGroups = {
  state: 1,
  cpuTotal: 2,
  balloon: 4,
  vcpu: 8,
  interface: 16,
  block: 32,
  perf: 64,
  iothread: 128,
  memory: 256,
  dirtyRate: 512,
  vm: 1_024,
} as const;
/** virConnectGetAllDomainStatsFlags; the bits of listDomainsFlags hold too. `nowait`: skip what needs a busy monitor. */
export const statsFlags = { nowait: 0x2000_0000, backing: 0x4000_0000, enforce: 0x8000_0000 } as const;
/** virConnectListAllDomainsFlags. */
export const listDomainsFlags = {
  active: 1,
  inactive: 2,
  persistent: 4,
  transient: 8,
  managedSave: 256,
  autostart: 1_024,
  hasSnapshot: 4_096,
} as const;
/** virConnectListAllNetworksFlags and virConnectListAllStoragePoolsFlags share these. */
export const listFlags = { inactive: 1, active: 2, persistent: 4, transient: 8, autostart: 16 } as const;
/** virDomainMigrateFlags. */
export const migrateFlags = {
  live: 1,
  peer2peer: 2,
  tunnelled: 4,
  persistDestination: 8,
  undefineSource: 16,
  paused: 32,
  nonSharedDisk: 64,
  nonSharedInc: 128,
  changeProtection: 256,
  unsafe: 512,
  offline: 1_024,
  compressed: 2_048,
  abortOnError: 4_096,
  autoConverge: 8_192,
  rdmaPinAll: 16_384,
  postCopy: 32_768,
  tls: 65_536,
  parallel: 131_072,
} as const;
/** virConnectCompareCPUFlags: what is missing is told as an error, by name. */
export const compareCpuFlags = { failIncompatible: 1 } as const;
/** virDomainPausedReason, as far as a move has to do with it. */
export const pausedReasons = { migration: 2, startingUp: 11, postCopy: 12, postCopyFailed: 13 } as const;
/** virDomainJobOperation. */
export const jobOperations = { none: 0, migrationIn: 4, migrationOut: 5, backup: 9 } as const;
/** virDomainGetJobStatsFlags. */
export const jobStatsFlags = { completed: 1, keepCompleted: 2 } as const;
/** virDomainSnapshotCreateFlags. */
export const snapshotCreateFlags = {
  redefine: 1,
  current: 2,
  noMetadata: 4,
  halt: 8,
  diskOnly: 16,
  reuseExternal: 32,
  quiesce: 64,
  atomic: 128,
  live: 256,
} as const;
/** virDomainSnapshotRevertFlags. */
export const snapshotRevertFlags = { running: 1, paused: 2, force: 4 } as const;
/** virDomainSnapshotDeleteFlags. */
export const snapshotDeleteFlags = { children: 1, metadataOnly: 2, childrenOnly: 4 } as const;
/** virStorageVolDeleteFlags. */
export const volumeDeleteFlags = { zeroed: 1, withSnapshots: 2 } as const;
/** virStorageVolCreateFlags. */
export const volumeCreateFlags = { preallocMetadata: 1, reflink: 2 } as const;
/** virStorageVolResizeFlags. */
export const volumeResizeFlags = { allocate: 1, delta: 2, shrink: 4 } as const;
/** virStoragePoolCreateFlags. */
export const poolCreateFlags = { withBuild: 1, withBuildOverwrite: 2, withBuildNoOverwrite: 4 } as const;

/** virDomainState. */
export const domainStates = {
  none: 0,
  running: 1,
  blocked: 2,
  paused: 3,
  shutdown: 4,
  shutoff: 5,
  crashed: 6,
  pmsuspended: 7,
} as const;
/** virDomainJobType. */
export const jobTypes = { none: 0, bounded: 1, unbounded: 2, completed: 3, failed: 4, cancelled: 5 } as const;
/** virConnectFlags. */
export const connectFlags = { readOnly: 1 } as const;
