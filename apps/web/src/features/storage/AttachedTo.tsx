import type { Volume } from '@orrery/contract/resources/storage.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { detailPath, listPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { TextLink } from '../../ui/Link.tsx';

/** How many instances use a volume; the one, or the list of them, is one click away. */
export function AttachedTo({ volume, inGrid = false }: { volume: Volume; inGrid?: boolean }) {
  const t = useT();
  const { attachedTo, id } = volume;
  const [only] = attachedTo;
  if (only === undefined) return <span className="text-subtle">–</span>;
  const href =
    attachedTo.length === 1
      ? detailPath('instance', only)
      : listPath('instance', `volume:${quoteIfNeeded(id)}`);
  return (
    <TextLink href={href} {...(inGrid ? { tabIndex: -1 } : {})} className="font-normal">
      {t('storage.instances', { count: attachedTo.length })}
    </TextLink>
  );
}
