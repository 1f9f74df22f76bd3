import { type Capability, type CapabilityTable, capabilities } from '@orrery/contract/capabilities.ts';
import type { Backend } from '@orrery/contract/resources/backend.ts';
import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import type { Image, Snapshot, StoragePool, Volume } from '@orrery/contract/resources/storage.ts';
import { exampleMigration } from '@orrery/contract/migrations/examples.ts';
import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { Network } from '@orrery/contract/resources/network.ts';

const at = '2026-01-02T03:04:05.678Z';
const base = { backend: 'lab', asOf: at, source: 'event' as const, stale: false, actions: [], project: null };

/** A backend that can do everything. */
export const everyCapability = Object.fromEntries(
  capabilities.map((name): [Capability, true] => [name, true]),
  // Every capability of the contract is a key.
) as CapabilityTable;

export const anInstance = (more: Partial<Instance> = {}): Instance => ({
  ...base,
  kind: 'instance',
  id: 'lab:web-1',
  name: 'web-1',
  status: 'stopped',
  instanceKind: 'vm',
  host: 'lab:kvm-1',
  hostName: 'kvm-1',
  cluster: 'lab:cluster',
  powerState: 'stopped',
  vcpus: 2,
  memoryMiB: 1024,
  addresses: [],
  image: null,
  flavor: null,
  volumes: [],
  networks: [],
  cpuPercent: null,
  memoryUsedMiB: null,
  diskBytesPerSecond: null,
  networkBytesPerSecond: null,
  tags: [],
  title: null,
  description: null,
  persistent: true,
  autostart: false,
  hasSavedState: false,
  agent: 'absent',
  health: null,
  architecture: 'x86_64',
  machineType: null,
  firmware: null,
  disks: [],
  interfaces: [],
  consoles: [],
  createdAt: null,
  startedAt: null,
  ...more,
});

export const anOperation = (more: Partial<Operation> = {}): Operation => ({
  ...base,
  kind: 'operation',
  id: '019c0000-0000-7000-8000-000000000001',
  name: 'start web-1',
  backend: null,
  status: 'running',
  action: 'start',
  targetKind: 'instance',
  target: 'lab:web-1',
  targetName: 'web-1',
  actor: { kind: 'user', id: null, name: 'somebody' },
  args: {},
  phases: [],
  progress: null,
  message: null,
  error: null,
  cancellable: true,
  cancelRequested: false,
  batch: null,
  createdAt: at,
  startedAt: at,
  endedAt: null,
  ...more,
});

export const aHost = (more: Partial<Host> = {}): Host => ({
  ...base,
  kind: 'host',
  id: 'lab:kvm-1',
  name: 'kvm-1',
  status: 'up',
  reason: null,
  cluster: 'lab:cluster',
  clusterName: 'cluster',
  address: null,
  hypervisor: null,
  version: null,
  architecture: null,
  cpuModel: null,
  cpuVendor: null,
  sockets: null,
  cores: null,
  threads: 8,
  cpuMhz: null,
  memoryMiB: 32_768,
  memoryUsedMiB: null,
  cpuPercent: null,
  numa: [],
  instanceCount: 1,
  runningCount: 0,
  vcpusPromised: 0,
  memoryPromisedMiB: 0,
  latencyMs: null,
  lastSeenAt: at,
  ...more,
});

export const aBackend = (more: Partial<Backend> = {}): Backend => ({
  ...base,
  kind: 'backend',
  id: 'lab',
  name: 'KVM lab',
  status: 'up',
  reason: null,
  backendKind: 'libvirt',
  origin: 'database',
  demo: false,
  address: null,
  version: null,
  latencyMs: null,
  lastSeenAt: at,
  partCount: 0,
  partsUp: 0,
  parts: [],
  capabilities: [],
  hostCount: 1,
  instanceCount: 1,
  promiseSeconds: 30,
  ...more,
});

export const aStoragePool = (more: Partial<StoragePool> = {}): StoragePool => ({
  ...base,
  kind: 'storage-pool',
  id: 'lab:pool',
  name: 'pool',
  status: 'active',
  type: 'dir',
  hosts: ['lab:kvm-1'],
  shared: false,
  path: '/pool',
  capacityBytes: null,
  usedBytes: null,
  promisedBytes: null,
  volumeCount: 1,
  autostart: true,
  ...more,
});

export const aVolume = (more: Partial<Volume> = {}): Volume => ({
  ...base,
  kind: 'volume',
  id: 'lab:disk',
  name: 'disk',
  status: 'available',
  pool: 'lab:pool',
  poolName: 'pool',
  format: 'qcow2',
  capacityBytes: null,
  usedBytes: null,
  path: '/pool/disk',
  backingVolume: null,
  attachedTo: [],
  ...more,
});

export const aNetwork = (more: Partial<Network> = {}): Network => ({
  ...base,
  kind: 'network',
  id: 'lab:net',
  name: 'net',
  status: 'active',
  type: 'nat',
  hosts: ['lab:kvm-1'],
  bridge: 'virbr0',
  vlan: null,
  cidrs: [],
  dhcp: false,
  dhcpRanges: [],
  autostart: true,
  instanceCount: 0,
  ...more,
});

export const anImage = (more: Partial<Image> = {}): Image => ({
  ...base,
  kind: 'image',
  id: 'lab:debian',
  name: 'debian',
  status: 'available',
  format: 'qcow2',
  sizeBytes: 1_000_000,
  virtualSizeBytes: 2_000_000,
  os: null,
  architecture: null,
  minDiskGiB: null,
  minMemoryMiB: null,
  visibility: 'public',
  protected: false,
  createdAt: null,
  ...more,
});

export const aSnapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  ...base,
  kind: 'snapshot',
  id: 'lab:snap',
  name: 'snap',
  status: 'available',
  instance: 'lab:web-1',
  instanceName: 'web-1',
  withMemory: false,
  current: true,
  parent: null,
  description: null,
  sizeBytes: null,
  createdAt: at,
  ...more,
});

export const aMigration = (more: Partial<Migration> = {}): Migration => ({
  ...exampleMigration,
  ...base,
  id: 'lab:move',
  instance: 'lab:web-1',
  operation: null,
  ...more,
});
