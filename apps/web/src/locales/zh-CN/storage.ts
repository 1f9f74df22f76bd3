import type { Messages } from '../en.ts';

export const storage: Messages['storage'] = {
  allocated: '已分配',
  free: '剩余 {{value}}',
  freeColumn: '剩余',
  usedOf: '已用 / 总量',
  instances_one: '{{count}} 个实例',
  instances_other: '{{count}} 个实例',
  volumes: {
    title: '卷',
    attached: '已挂载',
    unattached: '未挂载',
    notAttached: '没有实例使用它',
    emptyTitle: '没有卷',
    emptyText: '后端列出存储后，实例的磁盘就会出现在这里。',
  },
  snapshots: {
    title: '快照',
    old: '一周以前',
    parent: '上一个快照',
    siblings: '{{name}} 的其他快照',
    onlyOne: '它没有其他快照',
    emptyTitle: '没有快照',
    emptyText: '在进行有风险的操作之前，请在实例页面创建快照。',
  },
  pools: {
    title: '存储池',
    nearlyFull: '即将用满',
    emptyTitle: '没有存储池',
    emptyText: '各后端的存储池、数据存储和卷类型会自动出现在这里。',
  },
};
