import { useCallback, useEffect, useState } from 'react';
import { type Draft, rememberDraft, rememberedDraft } from './draft.ts';

export type Change = (change: Partial<Draft>) => void;

const wantable = ['image', 'volume', 'snapshot'] as const;
/** What the address says it is to be made from. */
export type Wanted = { [K in (typeof wantable)[number]]?: string | undefined };

/** The draft of this tab. What the address names (an image to launch from) wins over what was typed before. */
export function useDraft(wanted: Wanted) {
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = rememberedDraft(sessionStorage);
    for (const kind of wantable) {
      const id = wanted[kind];
      if (id !== undefined) return { ...kept, sourceKind: kind, sources: { ...kept.sources, [kind]: id } };
    }
    return kept;
  });
  const change: Change = useCallback(part => setDraft(now => ({ ...now, ...part })), []);
  useEffect(() => rememberDraft(sessionStorage, draft), [draft]);
  return { draft, change };
}
