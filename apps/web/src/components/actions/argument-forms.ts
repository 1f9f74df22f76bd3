import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { MessageKey } from '../../lib/i18n.ts';

export type FormField = {
  name: string;
  label: MessageKey;
  type: 'text' | 'long' | 'number' | 'switch' | 'tags' | 'project';
  unit?: string;
};
export type FormValues = Record<string, string | boolean>;

type ArgumentForm = {
  fields: readonly FormField[];
  initial: (target: Instance) => FormValues;
  /** What was typed as the API's arguments. */
  toArgs: (values: FormValues, target: Instance) => Record<string, unknown>;
};

const words = (text: string | boolean | undefined) =>
  String(text ?? '')
    .split(/[\s,]+/)
    .filter(Boolean);
const orNull = (text: string | boolean | undefined) => (text === '' || text === undefined ? null : text);

/** Forms mirror the screen; toArgs makes the request of them. Only instances have actions with arguments. */
const INSTANCE_FORMS: Record<string, ArgumentForm> = {
  rename: {
    fields: [{ name: 'name', label: 'actions.newName', type: 'text' }],
    initial: i => ({ name: i.name }),
    toArgs: v => ({ name: v.name }),
  },
  resize: {
    fields: [
      { name: 'vcpus', label: 'fields.vcpus', type: 'number' },
      { name: 'memoryMiB', label: 'fields.memory', type: 'number', unit: 'MiB' },
    ],
    initial: i => ({ vcpus: String(i.vcpus), memoryMiB: String(i.memoryMiB) }),
    toArgs: (v, i) => ({
      ...(Number(v.vcpus) === i.vcpus ? {} : { vcpus: Number(v.vcpus) }),
      ...(Number(v.memoryMiB) === i.memoryMiB ? {} : { memoryMiB: Number(v.memoryMiB) }),
    }),
  },
  describe: {
    fields: [
      { name: 'title', label: 'fields.title', type: 'text' },
      { name: 'description', label: 'fields.description', type: 'long' },
      { name: 'tags', label: 'fields.tags', type: 'tags' },
    ],
    initial: i => ({ title: i.title ?? '', description: i.description ?? '', tags: i.tags.join(', ') }),
    toArgs: v => ({ title: orNull(v.title), description: orNull(v.description), tags: words(v.tags) }),
  },
  autostart: {
    fields: [{ name: 'enabled', label: 'fields.autostart', type: 'switch' }],
    initial: i => ({ enabled: i.autostart === true }),
    toArgs: v => ({ enabled: v.enabled === true }),
  },
  assign: {
    fields: [{ name: 'project', label: 'fields.project', type: 'project' }],
    initial: i => ({ project: i.project ?? '' }),
    toArgs: v => ({ project: orNull(v.project) }),
  },
  snapshot: {
    fields: [
      { name: 'name', label: 'actions.snapshotName', type: 'text' },
      { name: 'description', label: 'fields.description', type: 'long' },
      { name: 'withMemory', label: 'fields.withMemory', type: 'switch' },
    ],
    initial: () => ({ name: '', description: '', withMemory: false }),
    toArgs: v => ({
      name: v.name,
      withMemory: v.withMemory === true,
      ...(v.description ? { description: v.description } : {}),
    }),
  },
};

export const hasForm = (kind: ResourceKind, action: string): boolean =>
  kind === 'instance' && action in INSTANCE_FORMS;

export function formOf(
  target: Resource,
  action: string,
): { form: ArgumentForm; instance: Instance } | undefined {
  const form = target.kind === 'instance' ? INSTANCE_FORMS[action] : undefined;
  return form && target.kind === 'instance' ? { form, instance: target } : undefined;
}
