import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { plainWord } from '../../components/actions/action-words.ts';
import { fromTo, movesOf } from '../../components/migrations/migration-words.ts';
import { MoveProgress } from '../../components/migrations/MoveProgress.tsx';
import { detailPath, listPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { formatPercent } from '../../lib/units.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Card } from '../../ui/Card.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { IN_TRANSITION } from './in-transition.ts';

const SHOWN = 12;

/** What Orrery was asked to do and is doing, and what changes at the backends without having been asked here. */
export function MovingNow() {
  const t = useT();
  const operations = useLiveList('operation', { q: 'is:unfinished', sort: '-created', limit: SHOWN });
  const changing = useLiveList('instance', { q: IN_TRANSITION, sort: 'name', limit: SHOWN });
  const asked = new Set(operations.rows.map(operation => operation.target));
  const others = changing.rows
    .filter(instance => !asked.has(instance.id))
    .slice(0, SHOWN - operations.rows.length);
  const quiet = operations.ready && changing.ready && operations.rows.length === 0 && others.length === 0;
  return (
    <Card
      title={t('overview.moving')}
      flush
      actions={
        <TextLink
          href={listPath('operation', 'is:unfinished')}
          className="px-2 text-12 font-normal text-muted"
        >
          {t('shell.operations')}
        </TextLink>
      }
    >
      {/* Always as high: the cards below stay where they are while things come and go. */}
      <ul className="scroll-area h-36">
        {operations.rows.map(operation => (
          <OperationLine key={operation.id} operation={operation} />
        ))}
        {others.map(instance => (
          <InstanceLine key={instance.id} instance={instance} />
        ))}
        {quiet && (
          <li className="flex h-full items-center justify-center text-13 text-muted">
            {t('overview.still')}
          </li>
        )}
      </ul>
    </Card>
  );
}

function OperationLine({ operation }: { operation: Operation }) {
  const t = useT();
  const word = plainWord(t, operation.action, operation.targetKind);
  return (
    <li className="border-b px-4 py-2 text-13 last:border-b-0">
      <div className="flex items-baseline gap-2">
        <TextLink href={detailPath('operation', operation.id)} className="min-w-0 flex-1 truncate">
          {word} {operation.targetName}
        </TextLink>
        <span className="tabular text-12 text-muted">
          {operation.progress === null ? (
            <RelativeTime at={operation.createdAt} />
          ) : (
            formatPercent(operation.progress * 100)
          )}
        </span>
      </div>
      {operation.progress !== null && (
        <progress className="progress mt-1.5" max={1} value={operation.progress} aria-label={word} />
      )}
    </li>
  );
}

function InstanceLine({ instance }: { instance: Instance }) {
  const fleet = useMayAnywhere('fleet.read');
  return fleet && instance.status === 'migrating' ? (
    <MoveLine instance={instance} />
  ) : (
    <StateLine instance={instance} />
  );
}

/** A move that Orrery was not asked for: where it goes and how far it is, like one that it was asked for. */
function MoveLine({ instance }: { instance: Instance }) {
  const t = useT();
  const { rows } = useLiveList('migration', {
    q: movesOf('instance', instance.id),
    sort: '-started',
    limit: 1,
  });
  const [move] = rows;
  if (move === undefined) return <StateLine instance={instance} />;
  return (
    <li className="border-b px-4 py-2 text-13 last:border-b-0">
      <div className="flex items-baseline gap-2">
        <TextLink href={detailPath('migration', move.id)} className="min-w-0 flex-1 truncate">
          {instance.name}
        </TextLink>
        <span className="truncate text-12 text-muted">{fromTo(t, move)}</span>
      </div>
      <MoveProgress migration={move} />
    </li>
  );
}

function StateLine({ instance }: { instance: Instance }) {
  return (
    <li className="flex h-9 items-center gap-3 border-b px-4 text-13 last:border-b-0">
      <TextLink href={detailPath('instance', instance.id)} className="min-w-0 flex-1 truncate">
        {instance.name}
      </TextLink>
      <span className="text-12 text-muted">
        <StatusMark status={instance.status} />
      </span>
    </li>
  );
}
