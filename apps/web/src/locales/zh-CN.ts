import type { Messages } from './en.ts';
import { actions } from './zh-CN/actions.ts';
import { fields } from './zh-CN/fields.ts';
import { instances } from './zh-CN/instances.ts';
import { lists } from './zh-CN/lists.ts';
import { settings } from './zh-CN/settings.ts';
import { shell } from './zh-CN/shell.ts';
import { status } from './zh-CN/status.ts';
import { ui } from './zh-CN/ui.ts';

export const zhCN: Messages = { ui, status, shell, settings, lists, fields, actions, instances };
