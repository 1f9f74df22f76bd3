/** What an instance does; decides its size, its load and how often people start and stop it. */
export interface Role {
  name: string;
  kinds: readonly ('vm' | 'container')[];
  /** Relative frequency. */
  weight: number;
  flavors: readonly [FlavorName, ...FlavorName[]];
  dataDiskGiB: number;
  /** Percent of its vCPUs when nothing happens. */
  idle: number;
  /** Added at the height of the day. */
  day: number;
  noise: number;
  /** Share of time spent in bursts, and their height. */
  burst: { share: number; height: number };
  /** Share of its memory in use. */
  memory: number;
  /** Bytes per second and vCPU at full CPU. */
  disk: number;
  network: number;
  /** Started and stopped by its owners now and then. */
  restless: boolean;
  stoppedShare: number;
}

export const flavors = {
  's.small': { vcpus: 1, memoryMiB: 2_048, diskGiB: 20 },
  's.medium': { vcpus: 2, memoryMiB: 4_096, diskGiB: 40 },
  's.large': { vcpus: 4, memoryMiB: 8_192, diskGiB: 60 },
  'm.large': { vcpus: 4, memoryMiB: 32_768, diskGiB: 80 },
  'm.xlarge': { vcpus: 8, memoryMiB: 65_536, diskGiB: 120 },
  'c.large': { vcpus: 8, memoryMiB: 16_384, diskGiB: 60 },
  'c.xlarge': { vcpus: 16, memoryMiB: 32_768, diskGiB: 80 },
} as const;
export type FlavorName = keyof typeof flavors;

const quiet = { share: 0.01, height: 25 };
const MB = 1_000_000;
const vm = ['vm'] as const;
const any = ['vm', 'container'] as const;

export const roles: readonly [Role, ...Role[]] = [
  {
    name: 'web',
    kinds: any,
    weight: 20,
    flavors: ['s.medium', 's.large'],
    dataDiskGiB: 0,
    idle: 6,
    day: 38,
    noise: 12,
    burst: quiet,
    memory: 0.55,
    disk: 0.4 * MB,
    network: 9 * MB,
    restless: false,
    stoppedShare: 0.03,
  },
  {
    name: 'api',
    kinds: any,
    weight: 18,
    flavors: ['s.large', 'c.large'],
    dataDiskGiB: 0,
    idle: 9,
    day: 42,
    noise: 14,
    burst: quiet,
    memory: 0.6,
    disk: 0.8 * MB,
    network: 7 * MB,
    restless: false,
    stoppedShare: 0.02,
  },
  {
    name: 'db',
    kinds: vm,
    weight: 9,
    flavors: ['m.large', 'm.xlarge'],
    dataDiskGiB: 500,
    idle: 14,
    day: 28,
    noise: 8,
    burst: { share: 0.03, height: 30 },
    memory: 0.86,
    disk: 22 * MB,
    network: 5 * MB,
    restless: false,
    stoppedShare: 0.01,
  },
  {
    name: 'cache',
    kinds: any,
    weight: 7,
    flavors: ['m.large', 's.large'],
    dataDiskGiB: 0,
    idle: 5,
    day: 20,
    noise: 5,
    burst: quiet,
    memory: 0.8,
    disk: 0.1 * MB,
    network: 14 * MB,
    restless: false,
    stoppedShare: 0.01,
  },
  {
    name: 'queue',
    kinds: any,
    weight: 5,
    flavors: ['s.large'],
    dataDiskGiB: 100,
    idle: 8,
    day: 18,
    noise: 9,
    burst: quiet,
    memory: 0.62,
    disk: 9 * MB,
    network: 6 * MB,
    restless: false,
    stoppedShare: 0.02,
  },
  {
    name: 'worker',
    kinds: any,
    weight: 14,
    flavors: ['s.large', 'c.large'],
    dataDiskGiB: 0,
    idle: 12,
    day: 26,
    noise: 18,
    burst: { share: 0.12, height: 50 },
    memory: 0.5,
    disk: 3 * MB,
    network: 3 * MB,
    restless: false,
    stoppedShare: 0.05,
  },
  {
    name: 'batch',
    kinds: any,
    weight: 8,
    flavors: ['c.large', 'c.xlarge'],
    dataDiskGiB: 200,
    idle: 2,
    day: 0,
    noise: 4,
    burst: { share: 0.35, height: 90 },
    memory: 0.7,
    disk: 12 * MB,
    network: 4 * MB,
    restless: true,
    stoppedShare: 0.3,
  },
  {
    name: 'ci',
    kinds: any,
    weight: 6,
    flavors: ['c.large', 's.large'],
    dataDiskGiB: 100,
    idle: 3,
    day: 20,
    noise: 10,
    burst: { share: 0.25, height: 75 },
    memory: 0.45,
    disk: 10 * MB,
    network: 5 * MB,
    restless: true,
    stoppedShare: 0.2,
  },
  {
    name: 'dev',
    kinds: vm,
    weight: 8,
    flavors: ['s.small', 's.medium', 's.large'],
    dataDiskGiB: 0,
    idle: 1,
    day: 9,
    noise: 6,
    burst: { share: 0.04, height: 55 },
    memory: 0.4,
    disk: 1 * MB,
    network: 1 * MB,
    restless: true,
    stoppedShare: 0.35,
  },
  {
    name: 'lb',
    kinds: vm,
    weight: 3,
    flavors: ['s.medium'],
    dataDiskGiB: 0,
    idle: 4,
    day: 30,
    noise: 8,
    burst: quiet,
    memory: 0.3,
    disk: 0.1 * MB,
    network: 30 * MB,
    restless: false,
    stoppedShare: 0,
  },
  {
    name: 'transcode',
    kinds: any,
    weight: 2,
    flavors: ['c.xlarge'],
    dataDiskGiB: 300,
    idle: 78,
    day: 16,
    noise: 8,
    burst: { share: 0.2, height: 20 },
    memory: 0.75,
    disk: 15 * MB,
    network: 10 * MB,
    restless: false,
    stoppedShare: 0.05,
  },
];
