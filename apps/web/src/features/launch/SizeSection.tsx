import type { LaunchCheck } from '@orrery/contract/launch/launch.ts';
import type { Flavor } from '@orrery/contract/resources/planned.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { useT } from '../../lib/i18n.ts';
import { formatCount, formatMiB } from '../../lib/units.ts';
import { serverWords } from '../../lib/server-text.ts';
import { Card } from '../../ui/Card.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ChoiceRows } from './ChoiceRows.tsx';
import type { Draft } from './draft.ts';
import type { Change } from './use-draft.ts';

type SizeSectionProps = {
  draft: Draft;
  change: Change;
  flavors: { rows: readonly Flavor[]; ready: boolean };
  check: LaunchCheck | undefined;
};

/** Flavors with what they mean, and how many of each would fit now. */
export function SizeSection({ draft, change, flavors, check }: SizeSectionProps) {
  const t = useT();
  const makes = useMayAnywhere('flavor.manage');
  const fitsOf = (id: string) => check?.flavors.find(({ flavor }) => flavor === id);
  const facts = (id: string) => {
    const fits = fitsOf(id)?.fits;
    if (fits === undefined || fits === null) return null;
    return fits === 0 ? (
      <span className="text-warn-text">{t('launch.fitsNone')}</span>
    ) : (
      t('launch.fits', { count: fits, value: formatCount(fits) })
    );
  };
  const choices = flavors.rows
    .filter(({ status }) => status === 'active')
    .map(({ id, name, vcpus, memoryMiB, diskGiB, description }) => ({
      value: id,
      title: name,
      detail: [
        t('launch.vcpus', { count: vcpus }),
        formatMiB(memoryMiB),
        diskGiB > 0 ? t('launch.disk', { size: formatMiB(diskGiB * 1024) }) : null,
        serverWords(fitsOf(id)?.reason ?? description),
      ]
        .filter(Boolean)
        .join(' · '),
      facts: facts(id),
    }));
  return (
    <Card title={t('launch.size')}>
      {!flavors.ready && <Skeleton className="h-24 w-full" />}
      {flavors.ready && choices.length === 0 && (
        <EmptyState
          title={t('launch.noFlavors')}
          text={
            makes ? <TextLink href="/flavors">{t('launch.addFlavor')}</TextLink> : t('launch.flavorsAreMade')
          }
        />
      )}
      {choices.length > 0 && (
        <ChoiceRows
          label={t('launch.size')}
          name="flavor"
          choices={choices}
          value={draft.flavor}
          onChange={flavor => change({ flavor })}
        />
      )}
    </Card>
  );
}
