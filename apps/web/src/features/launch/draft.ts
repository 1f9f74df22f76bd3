import type { Root } from '@orrery/contract/creation/creation.ts';
import type { LaunchInput } from '@orrery/contract/launch/launch.ts';
import { z } from 'zod';
import { environmentIn, portsIn } from '../../lib/container-text.ts';

export const sourceKinds = ['image', 'reference', 'volume', 'snapshot', 'installer'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** What has been typed and chosen, as it stands on the screen. */
const draftSchema = z.object({
  sourceKind: z.enum(sourceKinds),
  /** By kind, so that looking at another kind forgets nothing. Ids; for `reference` the name that was typed. */
  sources: z.record(z.string(), z.string()),
  flavor: z.string().nullable(),
  name: z.string(),
  /** Somebody chose the name: it is not suggested anew with another source. */
  nameTyped: z.boolean().default(false),
  count: z.string(),
  project: z.string().nullable(),
  /** Null: the default network. */
  networks: z.array(z.string()).nullable(),
  /** None: every port is open. */
  securityGroups: z.array(z.string()).default([]),
  keypairs: z.array(z.string()).nullable(),
  userData: z.string(),
  hostname: z.string(),
  volumes: z.array(z.union([z.object({ volume: z.string() }), z.object({ newGiB: z.string() })])),
  tags: z.string(),
  description: z.string(),
  zone: z.string(),
  group: z.string(),
  policy: z.enum(['together', 'apart', 'soft-together', 'soft-apart']),
  host: z.string(),
  command: z.string(),
  environment: z.string(),
  ports: z.string(),
  restart: z.enum(['no', 'always', 'unless-stopped', 'on-failure']),
  start: z.boolean(),
});
export type Draft = z.infer<typeof draftSchema>;

/** Short and sayable; the last part keeps two launches apart. */
export function suggestedName(source: string, random: () => number = Math.random): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const tail = Array.from({ length: 4 }, () => letters[Math.floor(random() * letters.length)]).join('');
  return `${stemOf(source)}-${tail}`;
}

function stemOf(source: string): string {
  const stem = source
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/[^a-z0-9]+.*$/, '');
  return /^[a-z]/.test(stem) ? stem : 'vm';
}

/** A suggested name follows the source, and its last part stays; a typed one stays as it is. */
export const nameFor = ({ name, nameTyped }: Pick<Draft, 'name' | 'nameTyped'>, source: string): string =>
  nameTyped ? name : `${stemOf(source)}-${name.split('-').at(-1) ?? ''}`;

export const emptyDraft = (): Draft => ({
  sourceKind: 'image',
  sources: {},
  flavor: null,
  name: suggestedName(''),
  nameTyped: false,
  count: '1',
  project: null,
  networks: null,
  securityGroups: [],
  keypairs: null,
  userData: '',
  hostname: '',
  volumes: [],
  tags: '',
  description: '',
  zone: '',
  group: '',
  policy: 'soft-apart',
  host: '',
  command: '',
  environment: '',
  ports: '',
  restart: 'unless-stopped',
  start: true,
});

const KEY = 'orrery.launch';

/** What was typed is there again after a reload or a look elsewhere; it ends with the tab. */
export function rememberedDraft(storage: Pick<Storage, 'getItem'>): Draft {
  try {
    const kept = draftSchema.safeParse(JSON.parse(storage.getItem(KEY) ?? 'null'));
    return kept.success ? kept.data : emptyDraft();
  } catch {
    return emptyDraft();
  }
}

export function rememberDraft(storage: Pick<Storage, 'setItem' | 'removeItem'>, draft: Draft | null): void {
  if (draft === null) storage.removeItem(KEY);
  else storage.setItem(KEY, JSON.stringify(draft));
}

const LAUNCHED = 'orrery.launched';
const launchedSchema = z.object({ operation: z.string(), draft: draftSchema });

/** What was launched last, so that a launch that fails can be changed and tried again. */
export function rememberLaunched(
  storage: Pick<Storage, 'setItem'>,
  launched: z.infer<typeof launchedSchema>,
): void {
  storage.setItem(LAUNCHED, JSON.stringify(launched));
}

/** The choices that these operations came of; undefined when they were made elsewhere. */
export function launchedDraft(
  storage: Pick<Storage, 'getItem'>,
  operations: readonly string[],
): Draft | undefined {
  try {
    const kept = launchedSchema.safeParse(JSON.parse(storage.getItem(LAUNCHED) ?? 'null'));
    return kept.success && operations.includes(kept.data.operation) ? kept.data.draft : undefined;
  } catch {
    return undefined;
  }
}

export const words = (text: string): string[] => text.split(/[\s,]+/).filter(word => word !== '');

function rootOf(draft: Draft): Root | null {
  const chosen = draft.sources[draft.sourceKind]?.trim() ?? '';
  if (chosen === '') return null;
  switch (draft.sourceKind) {
    case 'image':
      return { from: 'image', image: chosen };
    case 'installer':
      return { from: 'installer', image: chosen };
    case 'volume':
      return { from: 'volume', volume: chosen };
    case 'snapshot':
      return { from: 'snapshot', snapshot: chosen };
    case 'reference':
      return { from: 'reference', reference: chosen };
  }
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** The request that the screen stands for; null while the source is not chosen. */
export function toLaunch(draft: Draft, isContainer: boolean): LaunchInput | null {
  const source = rootOf(draft);
  if (source === null) return null;
  const count = Number(draft.count);
  return {
    name: draft.name.trim(),
    count: Number.isInteger(count) ? count : 0,
    source,
    flavor: draft.flavor,
    start: draft.start,
    tags: words(draft.tags),
    ...(draft.project === null ? {} : { project: draft.project }),
    ...(draft.networks === null ? {} : { networks: draft.networks }),
    ...(draft.volumes.length === 0 ? {} : { volumes: draft.volumes.map(toVolume) }),
    ...(orNull(draft.description) === null ? {} : { description: draft.description.trim() }),
    ...placementOf(draft),
    ...(isContainer ? containerOf(draft) : machineOf(draft)),
  };
}

const toVolume = (volume: Draft['volumes'][number]) =>
  'volume' in volume ? volume : { newGiB: Number(volume.newGiB) || 0 };

function placementOf({ zone, group, policy, host }: Draft): Pick<LaunchInput, 'placement'> {
  if (orNull(zone) === null && orNull(group) === null && orNull(host) === null) return {};
  return { placement: { zone: orNull(zone), group: orNull(group), policy, host: orNull(host) } };
}

function machineOf(draft: Draft): Partial<LaunchInput> {
  return {
    ...(draft.securityGroups.length > 0 ? { securityGroups: draft.securityGroups } : {}),
    ...(draft.keypairs && draft.keypairs.length > 0 ? { keypairs: draft.keypairs } : {}),
    ...(draft.userData.trim() === '' ? {} : { userData: draft.userData }),
    ...(orNull(draft.hostname) === null ? {} : { hostname: draft.hostname.trim() }),
  };
}

function containerOf(draft: Draft): Partial<LaunchInput> {
  const command = words(draft.command);
  return {
    container: {
      environment: environmentIn(draft.environment),
      ports: portsIn(draft.ports),
      restart: draft.restart,
      ...(command.length === 0 ? {} : { command }),
    },
  };
}
