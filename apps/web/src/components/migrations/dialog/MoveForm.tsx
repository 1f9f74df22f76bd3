import type { MigrationOptions } from '@orrery/contract/migrations/options.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import { useT } from '../../../lib/i18n.ts';
import { formatDate } from '../../../lib/dates.ts';
import { formatBytesPerSecond } from '../../../lib/units.ts';
import { CodeBlock } from '../../../ui/CodeBlock.tsx';
import { detailPath } from '../../paths.ts';
import { actionCall } from './api-call.ts';
import { CandidateTable } from './CandidateTable.tsx';
import { argsOf, chooseHost, type MoveDraft } from './move-draft.ts';
import { MoveSettings } from './MoveSettings.tsx';
import { WayChoice } from './WayChoice.tsx';

type MoveFormProps = {
  instance: Pick<Instance, 'id' | 'backend'>;
  options: MigrationOptions;
  refining: boolean;
  draft: MoveDraft;
  onDraft: (draft: MoveDraft) => void;
};

export function MoveForm({ instance, options, refining, draft, onDraft }: MoveFormProps) {
  const t = useT();
  const { candidates } = options;
  const candidate = candidates.find(({ host }) => host === draft.host);
  const way = candidate?.ways.find(({ method }) => method === draft.method);
  if (candidates.length === 0) return <p className="text-13">{t('migrations.dialog.none')}</p>;
  return (
    <>
      {candidates.every(({ allowed }) => !allowed) && (
        <p className="text-13">{t('migrations.dialog.noHost')}</p>
      )}
      <CandidateTable
        candidates={candidates}
        chosen={draft.host}
        method={draft.method}
        onChoose={next => onDraft(chooseHost(draft, next))}
      />
      <Measured options={options} refining={refining} />
      {candidate && (
        <WayChoice
          candidate={candidate}
          method={draft.method}
          onChoose={method => onDraft({ ...draft, method })}
        />
      )}
      {way && (
        <MoveSettings
          way={way}
          backend={instance.backend}
          settings={draft.settings}
          onChange={(setting, value) =>
            onDraft({ ...draft, settings: { ...draft.settings, [setting]: value } })
          }
        />
      )}
      <details className="rounded-md border">
        <summary className="cursor-pointer px-3 py-2 text-13 font-medium">
          {t('migrations.dialog.apiCall')}
        </summary>
        <div className="border-t p-3">
          <CodeBlock
            code={actionCall(
              `${detailPath('instance', instance.id)}/actions/migrate`,
              argsOf(draft, way),
              location.origin,
            )}
            language="text"
            label={t('migrations.dialog.apiCall')}
          />
        </div>
      </details>
    </>
  );
}

const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);

/** What the predictions rest on. */
function Measured({
  options: { measuredAt, measurement, candidates },
  refining,
}: Pick<MoveFormProps, 'options' | 'refining'>) {
  const t = useT();
  const rate = measurement?.dirtyRate ?? null;
  // Without a bandwidth nothing of a live move can be priced.
  const live = candidates.flatMap(({ ways }) => ways.filter(way => way.allowed && way.method === 'live'));
  const guessed = live.some(({ basis }) => basis === 'sizes');
  const priceless = live.length > 0 && live.every(way => way.totalMs === null);
  return (
    <p className="tabular -mt-2 text-12 text-muted">
      {t('migrations.dialog.measuredAt', { when: formatDate(measuredAt, 'time') })}
      {rate !== null && <> · {t('migrations.dialog.writes', { rate: formatBytesPerSecond(rate) })}</>}
      {rate !== null && measurement && (
        <span role="status">
          {' '}
          {refining
            ? t('migrations.dialog.refining')
            : t('migrations.dialog.lookedFor', { seconds: sum(measurement.windows) })}
        </span>
      )}
      {guessed && <> · {t('migrations.dialog.guessed')}</>}
      {priceless && <> · {t('migrations.dialog.priceless')}</>}
    </p>
  );
}
