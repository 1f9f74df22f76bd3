import type { BackendKind } from '@orrery/contract/backends/kinds.ts';
import type { BackendSettings } from '@orrery/contract/backends/settings.ts';
import { addBackendSchema, keptSecret } from '@orrery/contract/http/bodies.ts';
import type { z } from 'zod';
import { SETTING_FORMS, type SettingField, type SettingList, type SettingValues } from './setting-forms.ts';
import { serverWords } from '../../../lib/server-text.ts';

/** The form as it stands on screen; `requestOf` makes the request of it. */
export type BackendDraft = {
  kind: BackendKind;
  id: string;
  name: string;
  /** By the path of the setting: `tls.fingerprint`. */
  values: SettingValues;
  /** The same for each of what it has several of, by its name: `hosts`. */
  lists: Readonly<Record<string, readonly SettingValues[]>>;
  /** What is stored beyond what the form shows; it stays. */
  kept?: Readonly<Record<string, unknown>>;
};

export type AddBackend = z.infer<typeof addBackendSchema>;
/** What is wrong, by field: `id`, `settings.url`, `settings.hosts.0.uri`. */
export type FieldErrors = ReadonlyMap<string, string>;

export const emptyDraft = (): BackendDraft => ({
  kind: 'libvirt',
  id: '',
  name: '',
  values: {},
  lists: { hosts: [{}] },
});

type Checked = { ok: true; request: AddBackend } | { ok: false; errors: FieldErrors };

export function requestOf(draft: BackendDraft): Checked {
  const parsed = addBackendSchema.safeParse({ id: draft.id, name: draft.name, settings: settingsOf(draft) });
  if (parsed.success) return { ok: true, request: parsed.data };
  return { ok: false, errors: errorsOf(parsed.error.issues) };
}

type ErrorLike = { path: readonly PropertyKey[]; message: string };

function errorsOf(issues: readonly ErrorLike[]): FieldErrors {
  return new Map(issues.map(issue => [issue.path.map(String).join('.'), serverWords(issue.message)]));
}

/** The form filled with stored settings. */
export function draftOf({ id, name }: { id: string; name: string }, settings: BackendSettings): BackendDraft {
  const { kind } = settings;
  const { fields, lists = [] } = SETTING_FORMS[kind];
  const names = [...lists.map(list => list.name), ...fields.map(field => field.path.split('.')[0])];
  const shown = new Set(['kind', ...names]);
  return {
    kind,
    id,
    name,
    values: flat(fields, settings),
    lists: Object.fromEntries(lists.map(list => [list.name, rowsOf(list, settings)])),
    kept: Object.fromEntries(Object.entries(settings).filter(([key]) => !shown.has(key))),
  };
}

function rowsOf({ name, fields }: SettingList, settings: object): SettingValues[] {
  const rows: unknown = Reflect.get(settings, name);
  const all: unknown[] = Array.isArray(rows) ? rows : [];
  return all.flatMap(row => (typeof row === 'object' && row !== null ? [flat(fields, row)] : []));
}

function flat(fields: readonly SettingField[], settings: object): SettingValues {
  const values: Record<string, string | boolean> = {};
  for (const { path } of fields) {
    const [outer = '', inner] = path.split('.');
    const first: unknown = Reflect.get(settings, outer);
    const value: unknown =
      inner === undefined || first === undefined ? first : Reflect.get(Object(first), inner);
    if (typeof value === 'string' || typeof value === 'boolean') values[path] = value;
    if (typeof value === 'number') values[path] = String(value);
  }
  return values;
}

function settingsOf({ kind, values, lists, kept = {} }: BackendDraft): Record<string, unknown> {
  const { fields, lists: forms = [] } = SETTING_FORMS[kind];
  const rows = forms
    .map(({ name, ...list }) => [name, (lists[name] ?? []).map(row => nested(list.fields, row))] as const)
    // None at all is said by leaving it out.
    .filter(([, all]) => all.length > 0);
  return { ...kept, kind, ...nested(fields, values), ...Object.fromEntries(rows) };
}

/** `tls.ca` becomes an object in an object; what was left empty is left out. */
function nested(fields: readonly SettingField[], values: SettingValues): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const field of fields) {
    const value = typed(field, values[field.path]);
    if (value === undefined) continue;
    const [outer = '', inner] = field.path.split('.');
    if (inner === undefined) result[outer] = value;
    else result[outer] = { ...Object(result[outer]), [inner]: value };
  }
  return result;
}

function typed({ type }: SettingField, value: string | boolean | undefined): unknown {
  if (value === undefined || value === '' || value === false) return undefined;
  if (value === keptSecret) return value;
  if (type === 'number') return Number(value);
  // A pasted key ends with a line break, or it is not one.
  if (type === 'pem') return `${String(value).trim()}\n`;
  return type === 'secret' || typeof value === 'boolean' ? value : value.trim();
}

/** An id out of a name, as long as nobody wrote one: `KVM lab` is `kvm-lab`. */
export function idFromName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 32);
}
