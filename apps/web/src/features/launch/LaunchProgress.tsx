import type { Operation } from '@orrery/contract/resources/operation.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { detailPath } from '../../components/paths.ts';
import { PhaseList } from '../../components/PhaseList.tsx';
import { useGo } from '../../components/use-go.ts';
import { useT } from '../../lib/i18n.ts';
import { serverWords } from '../../lib/server-text.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { SkeletonLines } from '../../ui/Skeleton.tsx';
import { launchedDraft, rememberDraft } from './draft.ts';

/** How the launches that were just asked for go on, until they can be used. */
export function LaunchProgress({ ids, onAgain }: { ids: readonly string[]; onAgain: () => void }) {
  const t = useT();
  const { rows, ready } = useLiveList('operation', {
    q: `id:${ids.join(',')}`,
    sort: 'created',
    limit: ids.length,
  });
  // Begun in the same millisecond, as they were asked for: web-1, web-2, web-3.
  const inOrder = rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  const failed = rows.some(({ status }) => status === 'failed' || status === 'cancelled');
  const kept = launchedDraft(sessionStorage, ids);
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-4 px-6 pb-10 max-md:px-4">
      {!ready && <SkeletonLines />}
      {inOrder.map(operation => (
        <OneLaunch key={operation.id} operation={operation} />
      ))}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onAgain}>{t('launch.again')}</Button>
        {failed && kept && (
          <Button
            tone="primary"
            onClick={() => {
              rememberDraft(sessionStorage, kept);
              onAgain();
            }}
          >
            {t('launch.changeAndRetry')}
          </Button>
        )}
      </div>
    </div>
  );
}

function OneLaunch({ operation }: { operation: Operation }) {
  const t = useT();
  const go = useGo();
  const { status, targetName, target, phases, progress, error, message } = operation;
  // Its id is known before it is whole: whoever wants to see it boot need not wait for its address.
  const open = target !== null && (status === 'succeeded' || phases.some(isBooting));
  return (
    <Card
      title={t(`launch.states.${status}`, { name: targetName ?? '' })}
      actions={
        open ? (
          <>
            <Button size="small" onClick={() => go(`${detailPath('instance', target)}/console`)}>
              {t('launch.console')}
            </Button>
            <Button size="small" tone="primary" onClick={() => go(detailPath('instance', target))}>
              {t('launch.open')}
            </Button>
          </>
        ) : (
          <TextLink
            href={detailPath('operation', operation.id)}
            className="px-2 text-12 font-normal text-muted"
          >
            {t('launch.operation')}
          </TextLink>
        )
      }
    >
      <div className="flex flex-col gap-3">
        {status === 'running' && (
          <Meter
            percent={progress === null ? null : progress * 100}
            label={t('launch.progress')}
            thresholds={{ warn: 101, bad: 101 }}
          />
        )}
        {message && status === 'running' && <p className="text-12 text-muted">{serverWords(message)}</p>}
        <PhaseList operation={operation} />
        {error && (
          <ErrorState
            failure={{
              title: error.message,
              code: error.code,
              detail: error.cause ?? undefined,
              advice: error.advice ?? undefined,
              operationId: operation.id,
            }}
          />
        )}
      </div>
    </Card>
  );
}

const isBooting = ({ name, status }: Operation['phases'][number]): boolean =>
  name === 'address' && status === 'running';
