import type { Messages } from '../en.ts';

export const clusters: Messages['clusters'] = {
  title: '集群',
  emptyTitle: '没有集群',
  emptyText: '由后端归在一起的主机会作为集群出现在这里。',
  hostsUp: '正常主机',
  upOf_one: '{{count}} 台主机中 {{up}} 台正常',
  upOf_other: '{{count}} 台主机中 {{up}} 台正常',
  memoryPromised: '已承诺内存',
  load: {
    tab: '负载',
    title: '各主机负载',
    measure: '衡量内容',
    measures: { cpu: 'CPU', memory: '内存' },
    imbalance: '不均衡度',
    formula: '各主机负载（占该主机容量的比例）的标准差。0 % 表示各主机负载相同。',
    numbers: '{{hosts}} 台主机，平均 {{mean}}，标准差 {{deviation}}',
    under: '{{host}} 上的 {{name}}：占主机的 {{share}}',
    hint: '每个方块是一个实例，高度为它占主机的比例。虚线是平均值。',
    left_one: '另有 {{value}} 个实例未画出。',
    left_other: '另有 {{value}} 个实例未画出。',
    table: '按负载排列的主机',
    heaviest: '占用最多的实例',
    offMean: '与平均值之差',
    noHosts: '没有主机',
  },
};
