import type { MigrationOptions } from '@orrery/contract/migrations/options.ts';
import { reasonText } from '../../../components/migrations/dialog/ReasonLine.tsx';
import { bestWay } from '../../../components/migrations/dialog/move-draft.ts';
import { durationBand } from '../../../components/migrations/bands.ts';
import type { Translate } from '../../../lib/i18n.ts';
import { formatPercent } from '../../../lib/units.ts';
import type { Block, HostColumn } from './layout.ts';

export function blockCaption(t: Translate, { instance, share }: Block): string {
  return t('clusters.load.under', {
    name: instance.name,
    host: instance.hostName ?? '',
    share: formatPercent(share * 100),
  });
}

/** What dropping it there would mean, or why it can not be dropped there. */
export function dropCaption(
  t: Translate,
  {
    name,
    over,
    options,
  }: { name: string; over: HostColumn | undefined; options: MigrationOptions | undefined },
): string {
  if (!over) return t('clusters.load.dragging', { name });
  const host = over.host.name;
  if (!options) return t('clusters.load.asking', { name, host });
  const candidate = options.candidates.find(one => one.host === over.host.id);
  const way = candidate && bestWay(candidate);
  if (way) {
    const time = way.totalMs ? durationBand(way.totalMs) : '–';
    return t('clusters.load.drop', { name, host, way: t(`migrations.methods.${way.method}`), time });
  }
  const reason = candidate?.ways
    .flatMap(({ reasons }) => reasons)
    .find(({ severity }) => severity === 'blocks');
  const why = reason ? reasonText(t, reason) : t('migrations.rules.same-host');
  return t('clusters.load.noDrop', { host, why });
}
