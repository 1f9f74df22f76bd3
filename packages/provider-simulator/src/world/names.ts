export const sites = ['fra', 'ams', 'edge', 'lhr', 'iad', 'sjc', 'sin', 'nrt', 'syd', 'gru'] as const;

/** Applications: instances of one rise and fall together. */
export const applications = [
  'checkout',
  'catalog',
  'search',
  'billing',
  'identity',
  'ledger',
  'media',
  'pricing',
  'fulfilment',
  'notify',
  'reports',
  'telemetry',
  'warehouse',
  'portal',
  'docs',
  'payroll',
  'loyalty',
  'fraud',
  'maps',
  'mail',
] as const;

export const titles: Record<string, string> = {
  web: 'front end',
  api: 'API',
  db: 'database',
  cache: 'cache',
  queue: 'message queue',
  worker: 'background worker',
  batch: 'nightly batch',
  ci: 'build runner',
  dev: 'developer machine',
  lb: 'load balancer',
  transcode: 'transcoder',
};

export const images = {
  vm: [
    { name: 'debian-13-generic', os: 'Debian 13', sizeMB: 412, diskGiB: 3 },
    { name: 'ubuntu-26.04-server', os: 'Ubuntu 26.04', sizeMB: 688, diskGiB: 4 },
    { name: 'rocky-10-base', os: 'Rocky Linux 10', sizeMB: 1_034, diskGiB: 10 },
    { name: 'windows-server-2025', os: 'Windows Server 2025', sizeMB: 9_870, diskGiB: 40 },
    { name: 'postgres-18-golden', os: 'Debian 13', sizeMB: 731, diskGiB: 8 },
  ],
  container: [
    { name: 'nginx:1.31', os: 'Linux', sizeMB: 74, diskGiB: 0 },
    { name: 'node:24-slim', os: 'Linux', sizeMB: 83, diskGiB: 0 },
    { name: 'redis:8.4', os: 'Linux', sizeMB: 52, diskGiB: 0 },
    { name: 'python:3.14', os: 'Linux', sizeMB: 395, diskGiB: 0 },
  ],
} as const;

export const hostModels = [
  {
    cpuModel: 'AMD EPYC 9124',
    cpuVendor: 'AMD',
    sockets: 2,
    coresPerSocket: 16,
    mhz: 3_000,
    memoryMiB: 393_216,
  },
  {
    cpuModel: 'Intel Xeon Silver 4416+',
    cpuVendor: 'Intel',
    sockets: 2,
    coresPerSocket: 20,
    mhz: 2_000,
    memoryMiB: 524_288,
  },
  {
    cpuModel: 'AMD EPYC 7313',
    cpuVendor: 'AMD',
    sockets: 2,
    coresPerSocket: 16,
    mhz: 3_000,
    memoryMiB: 262_144,
  },
] as const;
