import { useCallback, useEffect, useState } from 'react';
import { type Draft, rememberDraft, rememberedDraft } from './draft.ts';

export type Change = (change: Partial<Draft>) => void;

/** The draft of this tab. What the address names (an image to launch from) wins over what was typed before. */
export function useDraft(wanted: { image?: string | undefined; volume?: string | undefined }) {
  const { image, volume } = wanted;
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = rememberedDraft(sessionStorage);
    if (image !== undefined) return { ...kept, sourceKind: 'image', sources: { ...kept.sources, image } };
    if (volume !== undefined) return { ...kept, sourceKind: 'volume', sources: { ...kept.sources, volume } };
    return kept;
  });
  const change: Change = useCallback(part => setDraft(now => ({ ...now, ...part })), []);
  useEffect(() => rememberDraft(sessionStorage, draft), [draft]);
  return { draft, change };
}
