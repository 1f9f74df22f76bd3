import type { Instance } from '@orrery/contract/resources/instance.ts';
import { memo } from 'react';
import { detailPath } from '../../components/paths.ts';
import { cn } from '../../lib/cn.ts';
import { useT } from '../../lib/i18n.ts';
import { statusWord } from '../../lib/status-word.ts';
import { toneOf } from '../../lib/status-tone.ts';
import { Link } from '../../ui/Link.tsx';
import { ToneShape } from '../../ui/ToneShape.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import type { Rect } from './layout.ts';

interface TopologyChipProps extends Rect {
  instance: Instance;
  bunch: string;
  /** The one that the Tab key reaches. */
  isStop: boolean;
  onStop: (id: string) => void;
  onLight: (bunch: string) => void;
}

function Chip({ instance, bunch, isStop, onStop, onLight, x, y, width, height }: TopologyChipProps) {
  const t = useT();
  const { id, name, status, stale, addresses } = instance;
  const tone = toneOf(status);
  const word = statusWord(t, status);
  const light = () => onLight(bunch);
  return (
    <Tooltip content={[name, word, addresses[0]?.address].filter(Boolean).join(' · ')}>
      <Link
        data-chip
        href={detailPath('instance', id)}
        aria-label={`${name}, ${word}`}
        tabIndex={isStop ? 0 : -1}
        onFocus={() => {
          onStop(id);
          light();
        }}
        onPointerEnter={light}
        className={cn(
          'absolute flex items-center gap-1.5 rounded-md border bg-surface px-1.5 text-12 hover:border-accent hover:bg-hover',
          tone === 'off' && 'text-muted',
        )}
        style={{ left: x, top: y, width, height }}
      >
        <ToneShape tone={stale && tone === 'ok' ? 'off' : tone} />
        <span className="min-w-0 truncate">{name}</span>
      </Link>
    </Tooltip>
  );
}

/** Figures of load come each second; what is drawn here changes seldom. */
export const TopologyChip = memo(
  Chip,
  (a, b) =>
    a.x === b.x &&
    a.y === b.y &&
    a.width === b.width &&
    a.isStop === b.isStop &&
    a.bunch === b.bunch &&
    a.instance.id === b.instance.id &&
    a.instance.name === b.instance.name &&
    a.instance.status === b.instance.status &&
    a.instance.stale === b.instance.stale &&
    a.instance.addresses[0]?.address === b.instance.addresses[0]?.address,
);
