import type { Messages } from '../en.ts';

export const images: Messages['images'] = {
  title: '镜像',
  public: '公开',
  deprecated: '已弃用',
  download: '文件大小',
  virtualSize: '虚拟大小',
  minDisk: '最小磁盘',
  minMemory: '最小内存',
  protected: '防删除保护',
  visibilities: { public: '公开', shared: '共享', private: '私有' },
  emptyTitle: '没有镜像',
  emptyText: '各后端的镜像和模板会自动出现在这里。',
};
