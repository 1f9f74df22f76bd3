import type { en } from '../en.ts';

export const logs: typeof en.logs = {
  title: '日志',
  search: '在日志中查找',
  follow: '持续跟踪',
  download: '下载',
  nothing: '尚未写入任何内容',
  nothingFound: '没有包含该文本的行',
  ended: '不再有新内容：实例已停止，或您已无权查看',
};
