import type { Messages } from '../en.ts';

export const topology: Messages['topology'] = {
  title: '拓扑',
  view: '视图',
  picture: '图',
  table: '表格',
  byHost: '按主机分组',
  hint: 'network:lab status:running',
  pictureLabel: '网络及其上的实例',
  tableLabel: '实例及其网络',
  also: '同时连接 {{names}}',
  loose: '未连接网络',
  noPage: '您无权查看',
  noHost: '无主机',
  instances_one: '{{value}} 个实例',
  instances_other: '{{value}} 个实例',
  all_one: '{{value}} 个实例，{{networks}} 个网络',
  all_other: '{{value}} 个实例，{{networks}} 个网络',
  some: '共 {{total}} 个实例，图中为前 {{shown}} 个。可用查询查看其余实例。',
  without: '没有实例的网络',
  emptyTitle: '暂无可绘制的内容',
  emptyText: '网络及其上的实例会自动显示在这里。',
};
