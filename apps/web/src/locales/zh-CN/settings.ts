import type { Messages } from '../en.ts';

export const settings: Messages['settings'] = {
  title: '设置',
  subtitle: '仅用于此浏览器',
  appearance: '外观',
  appearanceHere: '外观（仅此浏览器）',
  prices: '价格',
  pricesHint: '每小时的价格。各项目可以看到自己的费用。',
  noPrices: '尚未定价，项目看不到费用。填写全部价格后显示。',
  currency: '货币',
  vcpuHour: '每 vCPU 小时',
  memoryGiBHour: '每 GiB 内存小时',
  volumeGiBHour: '每 GiB 卷小时',
  pricesWrong: '请填写货币（如 CNY）和三项价格；0 也是价格。',
  savePrices: '保存价格',
  dropPrices: '不显示费用',
  themeHint: '高对比度会跟随系统的浅色或深色设置。',
  densityHint: '表格行的高度。',
  languageHint: '数字和日期随语言变化。',
};
