export const clusters = {
  title: 'Clusters',
  emptyTitle: 'No clusters',
  emptyText: 'Hosts that a back end keeps together appear here as a cluster.',
  hostsUp: 'Hosts up',
  upOf_one: '{{up}} of {{count}} host up',
  upOf_other: '{{up}} of {{count}} hosts up',
  memoryPromised: 'Memory promised',
};
