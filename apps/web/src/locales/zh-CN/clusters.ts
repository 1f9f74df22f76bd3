import type { Messages } from '../en.ts';

export const clusters: Messages['clusters'] = {
  title: '集群',
  emptyTitle: '没有集群',
  emptyText: '由后端归在一起的主机会作为集群出现在这里。',
  hostsUp: '正常主机',
  upOf_one: '{{count}} 台主机中 {{up}} 台正常',
  upOf_other: '{{count}} 台主机中 {{up}} 台正常',
  memoryPromised: '已承诺内存',
};
