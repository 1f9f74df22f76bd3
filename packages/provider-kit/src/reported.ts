import type { ProvidedKind, ProvidedTypes } from './provided-kinds.ts';

/** What a provider says of a resource. The BFF adds the actions (from rules, capabilities and permissions) and staleness. */
export type Reported<K extends ProvidedKind = ProvidedKind> = {
  [P in ProvidedKind]: Omit<ProvidedTypes[P], 'actions' | 'stale'>;
}[K];
