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
  membership: {
    role: '在集群中的角色',
    roles: { leader: '领导者', manager: '管理者', worker: '工作者' },
    work: '集群分配的工作',
    active: '接受',
    paused: '保留已有的，不再接受新的',
    drained: '已排空：原有工作已移至别处',
    down: '集群听不到它',
    unknown: '集群不知道它的状态',
  },
  tabs: { around: '存储与网络' },
};
