import { connectionStore, type ConnectionState } from '../api/live-state.ts';
import { useT } from '../lib/i18n.ts';
import type { Tone } from '../lib/status-tone.ts';
import { useStore } from '../lib/store.ts';
import { ToneShape } from '../ui/ToneShape.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';

const TONES: Record<ConnectionState['state'], Tone> = { live: 'ok', connecting: 'busy', lost: 'bad' };

export function ConnectionIndicator() {
  const t = useT();
  const { state } = useStore(connectionStore);
  return (
    <Tooltip content={t(`shell.connection.${state}Hint`)}>
      {/* A button only so that the explanation can be reached by keyboard. */}
      <button
        type="button"
        className="flex h-8 shrink-0 items-center gap-1.5 rounded-md px-2 text-12 whitespace-nowrap text-muted"
      >
        <ToneShape tone={TONES[state]} className="size-2.5" />
        <span className="max-sm:sr-only">{t(`shell.connection.${state}`)}</span>
      </button>
    </Tooltip>
  );
}
