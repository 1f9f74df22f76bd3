import type { BackendKind } from '@orrery/contract/backends/kinds.ts';
import { addBackendSchema } from '@orrery/contract/http/bodies.ts';
import type { z } from 'zod';
import { SETTING_FORMS, type SettingField, type SettingValues } from './setting-forms.ts';

/** The form as it stands on screen; `requestOf` makes the request of it. */
export type BackendDraft = {
  kind: BackendKind;
  id: string;
  name: string;
  /** By the path of the setting: `tls.fingerprint`. */
  values: SettingValues;
  /** The same for each host of kinds that have several. */
  hosts: readonly SettingValues[];
};

export type AddBackend = z.infer<typeof addBackendSchema>;
/** What is wrong, by field: `id`, `settings.url`, `settings.hosts.0.uri`. */
export type FieldErrors = ReadonlyMap<string, string>;

export const emptyDraft = (): BackendDraft => ({
  kind: 'libvirt',
  id: '',
  name: '',
  values: {},
  hosts: [{}],
});

type Checked = { ok: true; request: AddBackend } | { ok: false; errors: FieldErrors };

export function requestOf(draft: BackendDraft): Checked {
  const parsed = addBackendSchema.safeParse({ id: draft.id, name: draft.name, settings: settingsOf(draft) });
  if (parsed.success) return { ok: true, request: parsed.data };
  return { ok: false, errors: errorsOf(parsed.error.issues) };
}

type ErrorLike = { path: readonly PropertyKey[]; message: string };

function errorsOf(issues: readonly ErrorLike[]): FieldErrors {
  return new Map(issues.map(issue => [issue.path.map(String).join('.'), issue.message]));
}

function settingsOf({ kind, values, hosts }: BackendDraft): Record<string, unknown> {
  const form = SETTING_FORMS[kind];
  return {
    kind,
    ...nested(form.fields, values),
    ...(form.host ? { hosts: hosts.map(host => nested(form.host ?? [], host)) } : {}),
  };
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
