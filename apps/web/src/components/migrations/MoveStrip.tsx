import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { useT } from '../../lib/i18n.ts';
import { TextLink } from '../../ui/Link.tsx';
import { detailPath } from '../paths.ts';
import { fromTo, movesOf } from './migration-words.ts';
import { MoveProgress } from './MoveProgress.tsx';
import { VerdictLine } from './VerdictLine.tsx';

/** More than these at once are looked at on the migrations page. */
const SHOWN = 5;

/** The moves of an instance or of a host, while there are any. Those who may not know the topology have none. */
export function MoveStrip({ of }: { of: { kind: 'instance' | 'host'; id: string } }) {
  return useMayAnywhere('fleet.read') ? <Strip of={of} /> : null;
}

function Strip({ of: { kind, id } }: { of: { kind: 'instance' | 'host'; id: string } }) {
  const t = useT();
  const { rows } = useLiveList('migration', { q: movesOf(kind, id), sort: '-started', limit: SHOWN });
  if (rows.length === 0) return null;
  return (
    <section
      aria-label={t('migrations.strip')}
      className="mx-6 mb-2 overflow-hidden rounded-lg border bg-surface max-md:mx-4"
    >
      <ul>
        {rows.map(row => (
          <StripItem key={row.id} migration={row} named={kind === 'host'} />
        ))}
      </ul>
    </section>
  );
}

function StripItem({ migration: m, named }: { migration: Migration; named: boolean }) {
  const t = useT();
  return (
    <li className="grid items-center gap-x-4 gap-y-1 border-b px-4 py-2 text-13 last:border-b-0 lg:grid-cols-[minmax(10rem,auto)_minmax(8rem,14rem)_minmax(0,1fr)_auto]">
      <span className="min-w-0 truncate font-medium">
        {named ? `${m.instanceName}, ${fromTo(t, m)}` : fromTo(t, m)}
      </span>
      <MoveProgress migration={m} />
      <VerdictLine migration={m} />
      <TextLink href={detailPath('migration', m.id)} className="text-12">
        {t('migrations.details')}
      </TextLink>
    </li>
  );
}
