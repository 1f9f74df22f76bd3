import { actions } from './en/actions.ts';
import { fields } from './en/fields.ts';
import { instances } from './en/instances.ts';
import { lists } from './en/lists.ts';
import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';
import { status } from './en/status.ts';
import { ui } from './en/ui.ts';

/** English is the source: its shape is the type that every other language must fill. One file per feature. */
export const en = { ui, status, shell, settings, lists, fields, actions, instances };

export type Messages = typeof en;
