import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Image, Volume } from '@orrery/contract/resources/storage.ts';
import type { MessageKey } from '../../lib/i18n.ts';

export type FormField = {
  name: string;
  label: MessageKey;
  hint?: MessageKey;
  unit?: string;
} & (
  | { type: 'text' | 'long' | 'number' | 'switch' | 'tags' | 'project' }
  /** Ids, joined by commas. */
  | { type: 'security-groups' }
  /** One of these resources; only those that the target has, or only those that it has not. */
  | { type: 'choice'; kind: 'volume' | 'network'; q: string; only?: 'own' | 'others' }
);
export type FormValues = Record<string, string | boolean>;

type ArgumentForm<R> = {
  fields: readonly FormField[];
  initial: (target: R) => FormValues;
  /** What was typed as the API's arguments. */
  toArgs: (values: FormValues, target: R) => Record<string, unknown>;
};

const words = (text: string | boolean | undefined) =>
  String(text ?? '')
    .split(/[\s,]+/)
    .filter(Boolean);
const orNull = (text: string | boolean | undefined) => (text === '' || text === undefined ? null : text);

/** An action whose only argument is another resource. */
const choosing = (
  kind: 'volume' | 'network',
  more: { label: MessageKey; q: string; only: 'own' | 'others' },
): ArgumentForm<Instance> => ({
  fields: [{ name: kind, type: 'choice', kind, ...more }],
  initial: () => ({ [kind]: '' }),
  toArgs: v => ({ [kind]: v[kind] }),
});

/** Forms mirror the screen; toArgs makes the request of them. */
const INSTANCE_FORMS: Record<string, ArgumentForm<Instance>> = {
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
  createImage: {
    fields: [
      { name: 'name', label: 'actions.imageName', type: 'text', hint: 'actions.imageHint' },
      { name: 'description', label: 'fields.description', type: 'long' },
    ],
    initial: i => ({ name: i.name, description: '' }),
    toArgs: v => ({ name: v.name, description: orNull(v.description) }),
  },
  setSecurityGroups: {
    fields: [{ name: 'groups', label: 'security.choose', type: 'security-groups' }],
    initial: i => ({ groups: (i.securityGroups ?? []).join(',') }),
    toArgs: v => ({ groups: words(v.groups) }),
  },
  attachVolume: choosing('volume', { label: 'actions.volume', q: 'status:available', only: 'others' }),
  detachVolume: choosing('volume', { label: 'actions.volume', q: '', only: 'own' }),
  attachNetwork: choosing('network', { label: 'fields.network', q: 'status:active', only: 'others' }),
  detachNetwork: choosing('network', { label: 'fields.network', q: '', only: 'own' }),
};

const GIB = 1_073_741_824;

const VOLUME_FORMS: Record<string, ArgumentForm<Volume>> = {
  resize: {
    fields: [
      { name: 'size', label: 'actions.newSize', hint: 'actions.onlyGrows', type: 'number', unit: 'GiB' },
    ],
    initial: v => ({ size: String(Math.ceil((v.capacityBytes ?? GIB) / GIB)) }),
    toArgs: v => ({ capacityBytes: Math.round(Number(v.size) * GIB) }),
  },
};

const MIB = 1_048_576;

const MIGRATION_FORMS: Record<string, ArgumentForm<Migration>> = {
  setBandwidth: {
    fields: [
      {
        name: 'bandwidth',
        label: 'migrations.limits.bandwidth',
        hint: 'migrations.limits.bandwidthHint',
        type: 'number',
        unit: 'MiB/s',
      },
    ],
    initial: m => ({ bandwidth: m.limits?.bandwidth ? String(Math.round(m.limits.bandwidth / MIB)) : '' }),
    toArgs: v => ({ bytesPerSecond: v.bandwidth === '' ? null : Number(v.bandwidth) * MIB }),
  },
  setDowntime: {
    fields: [{ name: 'downtime', label: 'migrations.limits.downtime', type: 'number', unit: 'ms' }],
    initial: m => ({ downtime: m.limits ? String(m.limits.downtimeMs) : '' }),
    toArgs: v => ({ milliseconds: Number(v.downtime) }),
  },
  beginAnew: {
    fields: [
      { name: 'postCopy', label: 'migrations.dialog.settings.postCopy', type: 'switch' },
      { name: 'autoConverge', label: 'migrations.dialog.settings.autoConverge', type: 'switch' },
      { name: 'compression', label: 'migrations.dialog.settings.compression', type: 'switch' },
      { name: 'parallel', label: 'migrations.dialog.settings.parallel', type: 'number' },
      {
        name: 'bandwidth',
        label: 'migrations.dialog.settings.bandwidth',
        type: 'number',
        unit: 'MiB/s',
      },
      { name: 'downtimeMs', label: 'migrations.dialog.settings.downtimeMs', type: 'number', unit: 'ms' },
    ],
    initial: m => ({
      postCopy: m.limits?.postCopy ?? false,
      autoConverge: m.limits?.autoConverge ?? false,
      compression: false,
      parallel: '',
      bandwidth: '',
      downtimeMs: '',
    }),
    // Only what was asked for: what the back end lacks is refused, also when it is asked for as it is.
    toArgs: v => ({
      ...(v.postCopy === true && { postCopy: true }),
      ...(v.autoConverge === true && { autoConverge: true }),
      ...(v.compression === true && { compression: true }),
      ...(v.parallel !== '' && { parallel: Number(v.parallel) }),
      ...(v.bandwidth !== '' && { bandwidth: Number(v.bandwidth) * MIB }),
      ...(v.downtimeMs !== '' && { downtimeMs: Number(v.downtimeMs) }),
    }),
  },
};

const IMAGE_FORMS: Record<string, ArgumentForm<Image>> = {
  tag: {
    fields: [
      { name: 'reference', label: 'hostImages.tagName', hint: 'hostImages.referenceHint', type: 'text' },
    ],
    initial: () => ({ reference: '' }),
    toArgs: v => ({ reference: v.reference }),
  },
  push: {
    fields: [
      { name: 'reference', label: 'hostImages.pushTo', hint: 'hostImages.referenceHint', type: 'text' },
    ],
    initial: i => ({ reference: i.name }),
    toArgs: v => ({ reference: v.reference }),
  },
};

export const hasForm = (kind: ResourceKind, action: string): boolean =>
  (kind === 'instance' && action in INSTANCE_FORMS) ||
  (kind === 'image' && action in IMAGE_FORMS) ||
  (kind === 'volume' && action in VOLUME_FORMS) ||
  (kind === 'migration' && action in MIGRATION_FORMS);

/** Actions with a dialog of their own. */
const OWN_DIALOGS: readonly `${ResourceKind}.${string}`[] = [
  'instance.migrate',
  'host.enterMaintenance',
  'host.makeImage',
  'cluster.createService',
  'cluster.scaleService',
  'cluster.deleteService',
  'host.bringImage',
];

export const asksFirst = (kind: ResourceKind, action: string): boolean =>
  hasForm(kind, action) || OWN_DIALOGS.includes(`${kind}.${action}`);

/** A form with its target filled in. */
export type BoundForm = {
  fields: readonly FormField[];
  initial: FormValues;
  toArgs: (values: FormValues) => Record<string, unknown>;
};

export function formOf(target: Resource, action: string): BoundForm | undefined {
  if (target.kind === 'instance') return bind(INSTANCE_FORMS[action], target);
  if (target.kind === 'image') return bind(IMAGE_FORMS[action], target);
  if (target.kind === 'volume') return bind(VOLUME_FORMS[action], target);
  if (target.kind === 'migration') return bind(MIGRATION_FORMS[action], target);
  return undefined;
}

const bind = <R>(form: ArgumentForm<R> | undefined, target: R): BoundForm | undefined =>
  form && {
    fields: form.fields,
    initial: form.initial(target),
    toArgs: values => form.toArgs(values, target),
  };
