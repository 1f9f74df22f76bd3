import { MoveRight } from 'lucide-react';
import { memo } from 'react';
import { detailPath } from '../../../components/paths.ts';
import { useT } from '../../../lib/i18n.ts';
import { refusalOf } from '../../../lib/server-text.ts';
import { formatPercent } from '../../../lib/units.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { TextLink } from '../../../ui/Link.tsx';
import type { Yardstick } from './measure.ts';
import type { LoadHost, LoadInstance } from './load-rows.ts';

type HeaviestOnProps = {
  host: LoadHost;
  instances: readonly LoadInstance[];
  yardstick: Yardstick;
  onMove: (instance: LoadInstance) => void;
};

const SHOWN = 3;

/** What weighs most on a host, each with the way to move it. */
export function HeaviestOn({ host, instances, yardstick, onMove }: HeaviestOnProps) {
  const heaviest = instances
    .map(instance => ({ instance, share: yardstick.shareOf(instance, host) ?? 0 }))
    .sort((a, b) => b.share - a.share || (a.instance.id < b.instance.id ? -1 : 1))
    .slice(0, SHOWN);
  return heaviest.map(({ instance, share }) => (
    <Heavy key={instance.id} instance={instance} share={formatPercent(share * 100)} onMove={onMove} />
  ));
}

type HeavyProps = { instance: LoadInstance; share: string; onMove: (instance: LoadInstance) => void };

/** Drawn anew when it says something else; its figures tick in between. */
const Heavy = memo(
  function Heavy({ instance, share, onMove }: HeavyProps) {
    const t = useT();
    const state = instance.actions.find(({ name }) => name === 'migrate');
    return (
      <span className="mr-3 inline-flex items-center gap-1">
        <TextLink href={detailPath('instance', instance.id)} className="font-normal">
          {instance.name}
        </TextLink>
        <span className="tabular text-muted">{share}</span>
        {state && (
          <IconButton
            icon={MoveRight}
            size="small"
            label={`${t('actions.migrate')} ${instance.name}`}
            disabledReason={refusalOf(t, state)}
            onClick={() => onMove(instance)}
          />
        )}
      </span>
    );
  },
  (a, b) => a.share === b.share && a.onMove === b.onMove && saysTheSame(a.instance, b.instance),
);

const saysTheSame = (a: LoadInstance, b: LoadInstance): boolean =>
  a.id === b.id && a.name === b.name && a.actions === b.actions;
