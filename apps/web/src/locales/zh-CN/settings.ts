import type { Messages } from '../en.ts';

export const settings: Messages['settings'] = {
  title: '设置',
  subtitle: '仅用于此浏览器',
  appearance: '外观',
  themeHint: '高对比度会跟随系统的浅色或深色设置。',
  densityHint: '表格行的高度。',
  languageHint: '数字和日期随语言变化。',
};
