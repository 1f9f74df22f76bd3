import type { Messages } from '../en.ts';

export const operations: Messages['operations'] = {
  title: '操作记录',
  unfinished: '进行中',
  failed: '失败',
  today: '最近 24 小时',
  emptyTitle: '还没有操作',
  emptyText: '对后端提出的一切请求及其进度和结果都会永久保留在这里。',
  cancel: '取消操作',
  cancelling: '正在取消',
  cancelFailed: '操作未能取消',
  notCancellable: '一旦开始，后端便无法中止此操作',
  course: '过程',
  noPhases: '没有可显示的步骤',
  args: '请求参数',
  asked: '请求时间',
  ended: '结束时间',
  batch: '批量请求',
  wholeBatch: '该请求的全部操作',
  phases: { pending: '等待中', running: '进行中', done: '已完成', failed: '失败', skipped: '已跳过' },
  actors: { user: '用户', token: 'API 令牌', system: 'Orrery 自身', outside: '外部' },
};
