import type { Plan, PlanStep } from '@orrery/contract/migrations/plans.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import type { Tone } from '../../lib/status-tone.ts';
import { formatDuration } from '../../lib/units.ts';
import { errorWords } from '../../lib/server-text.ts';
import { TextLink } from '../../ui/Link.tsx';
import { ToneShape } from '../../ui/ToneShape.tsx';
import { durationBand } from '../migrations/bands.ts';
import { detailPath } from '../paths.ts';
import { type SimpleColumn, SimpleTable } from '../SimpleTable.tsx';

const TONES: Record<PlanStep['state'], Tone> = {
  waiting: 'off',
  running: 'busy',
  succeeded: 'ok',
  failed: 'bad',
  cancelled: 'off',
  skipped: 'off',
};

/** The steps in their order: wave, who, where to, how, and how long: as predicted, and as it was once it has moved. */
export function PlanSteps({ plan }: { plan: Plan }) {
  const t = useT();
  const asked = plan.state !== 'preview';
  return (
    <SimpleTable<PlanStep>
      label={t('plans.course')}
      rows={plan.steps}
      rowKey={step => step.instance}
      empty={t('plans.empty')}
      columns={[
        { header: t('plans.wave'), end: true, cell: step => step.wave },
        {
          header: t('plans.step'),
          cell: step => <TextLink href={detailPath('instance', step.instance)}>{step.instanceName}</TextLink>,
        },
        { header: t('migrations.dialog.bulkTo'), cell: step => step.toHostName },
        { header: t('migrations.facts.method'), cell: step => t(`migrations.methods.${step.method}`) },
        ...(asked ? [stateColumn(t)] : []),
        {
          header: t('migrations.dialog.time'),
          end: true,
          cell: step => (
            <>
              {step.took ? formatDuration(step.took.totalMs) : step.totalMs && durationBand(step.totalMs)}
              {step.took === null && step.verdict && step.verdict !== 'converging' && (
                <span className="block text-12 text-muted">
                  {t(`migrations.verdictWords.${step.verdict}`)}
                </span>
              )}
            </>
          ),
        },
        {
          header: t('migrations.dialog.pause'),
          end: true,
          cell: ({ took, pause }) =>
            took ? formatted(took.pauseMs) : pause && formatDuration(pause.expectedMs),
        },
      ]}
    />
  );
}

const formatted = (ms: number | null) => ms !== null && formatDuration(ms);

const stateColumn = (t: Translate): SimpleColumn<PlanStep> => ({
  header: t('fields.status'),
  cell: ({ state, migration, error, attempt }) => (
    <span>
      <ToneShape tone={TONES[state]} className="mr-2 -mb-px" />
      {migration ? (
        <TextLink href={detailPath('migration', migration)}>{t(`plans.stepStates.${state}`)}</TextLink>
      ) : (
        t(`plans.stepStates.${state}`)
      )}
      {attempt > 1 && <span className="text-muted"> · {t('plans.attempt', { attempt })}</span>}
      {error && <span className="block text-12 text-bad-text">{errorWords(t, error)}</span>}
    </span>
  ),
});
