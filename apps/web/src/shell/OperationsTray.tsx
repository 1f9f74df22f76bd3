import type { Operation } from '@orrery/contract/resources/operation.ts';
import { Activity } from 'lucide-react';
import { operationsStore } from '../api/live-state.ts';
import { useT } from '../lib/i18n.ts';
import { toneOfResource } from '../lib/status-tone.ts';
import { useStore } from '../lib/store.ts';
import { Button } from '../ui/Button.tsx';
import { Link } from '../ui/Link.tsx';
import { Popover } from '../ui/Popover.tsx';
import { StatusMark } from '../ui/StatusMark.tsx';
import { RelativeTime } from '../ui/AgeMark.tsx';

const SHOWN = 8;

/** What is running and what ended lately; the button counts what runs. */
export function OperationsTray() {
  const t = useT();
  const operations = useStore(operationsStore);
  const running = operations.filter(one => one.status === 'running' || one.status === 'queued').length;
  const label = t('shell.operationsRunning', { count: running });
  const trigger = (
    <Button tone="quiet" className="px-2" aria-label={label}>
      <Activity aria-hidden className={running > 0 ? 'size-4 text-busy' : 'size-4'} strokeWidth={1.75} />
      {running > 0 && <span className="tabular text-13">{running}</span>}
    </Button>
  );
  return (
    <Popover trigger={trigger} label={t('shell.operations')} className="w-96 p-0">
      <h2 className="border-b px-4 py-2.5 text-13 font-semibold">{t('shell.operations')}</h2>
      {operations.length === 0 ? (
        <p className="px-4 py-6 text-center text-13 text-muted">{t('shell.noOperations')}</p>
      ) : (
        <ul className="scroll-area max-h-96">
          {operations.slice(0, SHOWN).map(operation => (
            <OperationLine key={operation.id} operation={operation} />
          ))}
        </ul>
      )}
      <div className="border-t p-1">
        <Link href="/operations" className="menu-item justify-center font-medium hover:bg-hover">
          {t('shell.allOperations')}
        </Link>
      </div>
    </Popover>
  );
}

function OperationLine({ operation }: { operation: Operation }) {
  const at = operation.endedAt ?? operation.startedAt ?? operation.createdAt;
  return (
    <li className="border-b px-4 py-2.5 last:border-b-0">
      <div className="flex items-baseline gap-2 text-13">
        <span className="min-w-0 flex-1 truncate font-medium">
          {operation.name} {operation.targetName}
        </span>
        <span className="text-12 text-muted">
          <RelativeTime at={at} />
        </span>
      </div>
      <div className="mt-1 text-12 text-muted">
        <StatusMark
          status={operation.status}
          tone={toneOfResource(operation)}
          detail={operation.message ?? undefined}
        />
      </div>
      {operation.progress !== null && operation.endedAt === null && (
        <progress
          className="progress mt-1.5"
          max={1}
          value={operation.progress}
          aria-label={operation.name}
        />
      )}
    </li>
  );
}
