import { useT } from '../lib/i18n.ts';
import { useIsOlder } from '../lib/ticker.ts';
import { RelativeTime } from '../ui/AgeMark.tsx';

// The shortest promise of a backend: before that an age that ticks would only be noise.
const FRESH_MS = 30_000;

/** When something last gave a sign of life: "just now" stands still, and only what grows old counts. */
export function SeenAt({ at }: { at: string }) {
  const t = useT();
  return useIsOlder(at, FRESH_MS) ? (
    <RelativeTime at={at} />
  ) : (
    <span className="whitespace-nowrap text-muted">{t('fields.justNow')}</span>
  );
}
