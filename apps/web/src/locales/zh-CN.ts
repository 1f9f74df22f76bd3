import type { Messages } from './en.ts';
import { settings } from './zh-CN/settings.ts';
import { shell } from './zh-CN/shell.ts';
import { status } from './zh-CN/status.ts';
import { ui } from './zh-CN/ui.ts';

export const zhCN: Messages = { ui, status, shell, settings };
