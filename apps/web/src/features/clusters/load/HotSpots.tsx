import { detailPath } from '../../../components/paths.ts';
import { useT } from '../../../lib/i18n.ts';
import { formatPercent } from '../../../lib/units.ts';
import { TextLink } from '../../../ui/Link.tsx';
import { ToneShape } from '../../../ui/ToneShape.tsx';
import type { Measure, Yardstick } from './measure.ts';
import { isFlow, type LoadHost } from './load-rows.ts';

/** Named at once; the table has them all. */
const SHOWN = 6;

type HotSpotsProps = { hosts: readonly LoadHost[]; yardstick: Yardstick; measure: Measure };

/** The hosts that carry too much, the hottest first. */
export function HotSpots({ hosts, yardstick, measure }: HotSpotsProps) {
  const t = useT();
  if (isFlow(measure))
    return <p className="mb-2 min-h-5 text-13 text-muted">{t('clusters.load.ofBusiest')}</p>;
  const hot = hosts
    .map(host => ({ host, percent: (yardstick.loadOf(host) ?? 0) * 100, tone: yardstick.toneOf(host) }))
    .filter(({ tone }) => tone !== 'normal')
    .sort((a, b) => b.percent - a.percent);
  return (
    <p className="mb-2 flex min-h-5 flex-wrap gap-x-4 gap-y-1 text-13">
      <span className="text-muted">
        {t(hot.length === 0 ? 'clusters.load.noHotSpots' : 'clusters.load.hotSpots')}
      </span>
      {hot.slice(0, SHOWN).map(({ host, percent, tone }) => (
        <span key={host.id} className="tabular">
          <ToneShape tone={tone === 'bad' ? 'bad' : 'warn'} className="mr-1.5 -mb-px" />
          <TextLink href={detailPath('host', host.id)}>{host.name}</TextLink> {formatPercent(percent)}
        </span>
      ))}
      {hot.length > SHOWN && <span className="text-muted">+{hot.length - SHOWN}</span>}
    </p>
  );
}
