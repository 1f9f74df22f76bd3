import type { Operation } from '@orrery/contract/resources/operation.ts';
import { Activity } from 'lucide-react';
import { operationsStore } from '../api/live-state.ts';
import { plainWord } from '../components/actions/action-words.ts';
import { detailPath } from '../components/paths.ts';
import { type Translate, useT } from '../lib/i18n.ts';
import { toneOfResource } from '../lib/status-tone.ts';
import { useStore } from '../lib/store.ts';
import { errorWords, serverWords } from '../lib/server-text.ts';
import { Button, type ButtonProps } from '../ui/Button.tsx';
import { Link, TextLink } from '../ui/Link.tsx';
import { Popover } from '../ui/Popover.tsx';
import { StatusMark } from '../ui/StatusMark.tsx';
import { RelativeTime } from '../ui/AgeMark.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';

const SHOWN = 8;

/** What is running and what ended lately; the button counts what runs. */
export function OperationsTray() {
  const t = useT();
  const operations = useStore(operationsStore);
  const running = operations.filter(one => one.status === 'running' || one.status === 'queued').length;
  const label = t('shell.operationsRunning', { count: running });
  return (
    <Popover
      trigger={<TrayButton aria-label={label} running={running} />}
      label={t('shell.operations')}
      className="w-96 p-0"
    >
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

/** Why it failed, or what it is doing; that it is done says all of it. */
function detailOf(t: Translate, { error, endedAt, message }: Operation): string | undefined {
  if (error) return errorWords(t, error);
  return endedAt === null ? (serverWords(message) ?? undefined) : undefined;
}

type TrayButtonProps = ButtonProps & { 'aria-label': string; running: number };

function TrayButton({ running, ...rest }: TrayButtonProps) {
  return (
    <Tooltip content={rest['aria-label']}>
      <Button {...rest} tone="quiet" className="px-2">
        <Activity aria-hidden className={running > 0 ? 'size-4 text-busy' : 'size-4'} strokeWidth={1.75} />
        {running > 0 && <span className="tabular text-13">{running}</span>}
      </Button>
    </Tooltip>
  );
}

function OperationLine({ operation }: { operation: Operation }) {
  const t = useT();
  const word = plainWord(t, operation.action, operation.targetKind);
  const at = operation.endedAt ?? operation.startedAt ?? operation.createdAt;
  return (
    <li className="border-b px-4 py-2.5 last:border-b-0">
      <div className="flex items-baseline gap-2 text-13">
        <TextLink href={detailPath('operation', operation.id)} className="min-w-0 flex-1 truncate">
          {word} {operation.targetName}
        </TextLink>
        <span className="text-12 text-muted">
          <RelativeTime at={at} />
        </span>
      </div>
      <div className="mt-1 text-12">
        <StatusMark
          status={operation.status}
          tone={toneOfResource(operation)}
          detail={detailOf(t, operation)}
        />
      </div>
      {operation.progress !== null && operation.endedAt === null && (
        <progress className="progress mt-1.5" max={1} value={operation.progress} aria-label={word} />
      )}
    </li>
  );
}
