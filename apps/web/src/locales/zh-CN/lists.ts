import type { Messages } from '../en.ts';

export const lists: Messages['lists'] = {
  query: '查询',
  queryHint: 'status:running cpu>80 web',
  views: '已保存的视图',
  noMatch: '没有符合此查询的内容',
  clearQuery: '清除查询',
  count_one: '{{count}} 行',
  count_other: '{{count}} 行',
};
