import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';
import { status } from './en/status.ts';
import { ui } from './en/ui.ts';

/** English is the source: its shape is the type that every other language must fill. One file per feature. */
export const en = { ui, status, shell, settings };

export type Messages = typeof en;
