import type { Messages } from '../en.ts';

export const lists: Messages['lists'] = {
  mayNot: '你的角色不允许此操作。',
  query: '查询',
  suggestions: '建议',
  suggested_one: '{{count}} 条建议',
  suggested_other: '{{count}} 条建议',
  sameName_one: '{{count}} 个同名项',
  sameName_other: '{{count}} 个同名项',
  queryHint: 'status:running cpu>80 web',
  views: '已保存的视图',
  noMatch: '没有符合此查询的内容',
  examples: '可以这样查询：',
  clearQuery: '清除查询',
  openAsList: '作为列表打开',
  noInstances: '没有实例',
  missingTitle: '此地址没有内容',
  missingText: '它已不存在，或您无权查看。',
  all: '显示全部 {{value}} 项',
  fewer: '收起',
  count_one: '{{count}} 行',
  count_other: '{{count}} 行',
};
