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
