import { providedKinds } from '@orrery/provider-kit/provided-kinds.ts';

/** What operations are about: what a provider acts on, and moves, which it is told to change while they run. */
export const operableKinds = [...providedKinds, 'migration'] as const;
export type OperableKind = (typeof operableKinds)[number];

const operable = new Set<string>(operableKinds);

export const isOperableKind = (kind: string): kind is OperableKind => operable.has(kind);
