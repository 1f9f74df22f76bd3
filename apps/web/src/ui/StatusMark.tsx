import { useT } from '../lib/i18n.ts';
import { type Tone, toneOf } from '../lib/status-tone.ts';
import { statusWord } from '../lib/status-word.ts';
import { ToneShape } from './ToneShape.tsx';

type StatusMarkProps = {
  status: string;
  /** Only where the same word means something else, such as a queued operation. */
  tone?: Tone;
  /** Words after the status: "→ lab-h2". */
  detail?: string | undefined;
  /** Old data is never green: the shape turns grey and the age mark says why. */
  stale?: boolean;
};

/** Shape and word, never colour alone. */
export function StatusMark({ status, tone, detail, stale = false }: StatusMarkProps) {
  const t = useT();
  const known = tone ?? toneOf(status);
  // What is bad does not become well by growing old.
  const shown = stale && (known === 'ok' || known === 'busy') ? 'off' : known;
  const word = statusWord(t, status);
  return (
    // Hidden overflow moves the baseline of an inline block to its lower edge: hence aligned there.
    <span className="inline-block max-w-full truncate align-bottom">
      <ToneShape tone={shown} className="mr-2 -mb-px" />
      {word}
      {detail && <span className="text-muted"> {detail}</span>}
    </span>
  );
}
