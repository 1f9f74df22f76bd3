import type { CSSProperties } from 'react';
import { detailPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { formatCount } from '../../lib/units.ts';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import type { Lane } from './graph.ts';

type LaneHeadProps = { lane: Lane; style: CSSProperties };

/** What a network is, beside what hangs on it. */
export function LaneHead({ lane: { network, name, key, count }, style }: LaneHeadProps) {
  const t = useT();
  const counted = t('topology.instances', { count, value: formatCount(count) });
  return (
    <div className="absolute overflow-hidden pt-1" style={style}>
      <h2 className="truncate text-13 leading-5 font-semibold">
        {network ? (
          <TextLink href={detailPath('network', network.id)} className="font-semibold">
            {name}
          </TextLink>
        ) : (
          name || t('topology.loose')
        )}
      </h2>
      <p className="truncate text-12 leading-4 text-muted">
        {network && (
          <>
            {t(`networks.types.${network.type}`)} <span className="font-mono">{network.cidrs[0]}</span>
          </>
        )}
        {!network && key !== '' && t('topology.noPage')}
      </p>
      <p className="flex gap-2 truncate text-12 leading-4 text-muted">
        {counted}
        {network && (network.status !== 'active' || network.stale) && (
          <StatusMark status={network.status} stale={network.stale} />
        )}
      </p>
    </div>
  );
}
