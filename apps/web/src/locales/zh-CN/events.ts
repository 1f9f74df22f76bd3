import type { Messages } from '../en.ts';

export const events: Messages['events'] = {
  title: '事件',
  severity: '级别',
  bad: '警告与错误',
  outside: '来自外部',
  lastHour: '最近一小时',
  age: '距今',
  operation: '操作',
  emptyTitle: '还没有事件',
  emptyText: '您的资源发生的一切都会出现在这里，包括在 Orrery 之外进行的更改。',
};
