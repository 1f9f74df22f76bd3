import type { Messages } from '../en.ts';

export const flavors: Messages['flavors'] = {
  title: '规格',
  create: '创建规格',
  editTitle: '编辑 {{name}}',
  editHint: '已用它启动的实例保持不变。',
  emptyTitle: '还没有规格',
  emptyText: '规格是有名称的大小，用来启动实例。',
  disk: '磁盘',
  asImage: '与镜像相同',
  vcpus: 'vCPU',
  memoryMiB: '内存',
  diskGiB: '磁盘',
  diskHint: '0：与镜像一样大',
  offeredTo: '开放给',
  allProjects: '所有项目',
  showInstances: '用它启动的实例',
  disable: '停用',
  enable: '启用',
  deleteTitle: '删除规格 {{name}}？',
  deleteText: '之后不能再用它启动实例。已用它启动的实例保持不变。',
  wrong: {
    name: '请填写名称。',
    vcpus: 'vCPU 数是从 1 开始的整数。',
    memoryMiB: '内存是以 MiB 为单位的整数。',
    diskGiB: '磁盘是以 GiB 为单位的整数，或 0。',
  },
};
