import type { Messages } from '../en.ts';

export const networks: Messages['networks'] = {
  title: '网络',
  inactive: '未激活',
  unused: '无实例',
  types: {
    nat: 'NAT',
    isolated: '隔离',
    routed: '路由',
    bridged: '桥接',
    overlay: '叠加',
    host: '主机',
    other: '其他',
  },
  dhcpRanges: 'DHCP 分配的地址',
  first: '起始',
  last: '结束',
  noDhcp: '它不分配地址',
  rangesUnknown: '它会分配地址，但后端未说明范围',
  emptyTitle: '没有网络',
  emptyText: '各后端的网络会自动出现在这里。',
};
