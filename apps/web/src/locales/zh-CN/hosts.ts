import type { Messages } from '../en.ts';

export const hosts: Messages['hosts'] = {
  title: '主机',
  hot: '高负载',
  shortOfMemory: '内存紧张',
  inMaintenance: '维护中',
  unused: '空闲',
  emptyTitle: '没有主机',
  emptyText: '后端一有响应，主机就会出现在这里。',
  vcpusPromised: '已承诺 vCPU',
  memoryPromised: '已承诺内存',
  clock: '主频',
  numaCell: '节点 {{cell}}：{{cpus}} 个处理器，{{memory}}',
  tabs: { around: '存储与网络' },
};
