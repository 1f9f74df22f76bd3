export const hosts = {
  title: 'Hosts',
  hot: 'Hot',
  shortOfMemory: 'Short of memory',
  inMaintenance: 'In maintenance',
  unused: 'Empty',
  emptyTitle: 'No hosts',
  emptyText: 'Hosts appear here as soon as a back end answers.',
  vcpusPromised: 'vCPUs promised',
  memoryPromised: 'Memory promised',
  clock: 'Clock',
  numaCell: 'Cell {{cell}}: {{cpus}} processors, {{memory}}',
  tabs: { around: 'Storage & networks' },
};
