import type { Volume } from '@orrery/contract/resources/storage.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { NameOf } from '../../components/cells/NameOf.tsx';
import { listPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { TextLink } from '../../ui/Link.tsx';
import { NO_VALUE } from '../../lib/units.ts';

/** The instance that uses a volume, by name; where there are several, the others are one click away. */
export function AttachedTo({ volume, inGrid = false }: { volume: Volume; inGrid?: boolean }) {
  const t = useT();
  const [first, ...others] = volume.attachedTo;
  if (first === undefined) return <span className="text-subtle">{NO_VALUE}</span>;
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      <NameOf kind="instance" id={first} inGrid={inGrid} />
      {others.length > 0 && (
        <TextLink
          href={listPath('instance', `volume:${quoteIfNeeded(volume.id)}`)}
          {...(inGrid ? { tabIndex: -1 } : {})}
          className="shrink-0 text-12 font-normal text-muted"
        >
          {t('storage.andMore', { count: others.length })}
        </TextLink>
      )}
    </span>
  );
}
