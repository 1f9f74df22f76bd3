import type { ProvidedKind } from '@orrery/provider-kit/provider.ts';

/** The kinds that a provider can act on. */
export const providedKinds = [
  'cluster',
  'host',
  'instance',
  'image',
  'volume',
  'storage-pool',
  'network',
  'snapshot',
] as const satisfies readonly ProvidedKind[];

const provided = new Set<string>(providedKinds);

export const isProvidedKind = (kind: string): kind is ProvidedKind => provided.has(kind);

/** What operations are about: what a provider acts on, and moves, which it is told to change while they run. */
export const operableKinds = [...providedKinds, 'migration'] as const;
export type OperableKind = (typeof operableKinds)[number];

const operable = new Set<string>(operableKinds);

export const isOperableKind = (kind: string): kind is OperableKind => operable.has(kind);
