import type { MigrationCandidate, MigrationWay } from '@orrery/contract/migrations/options.ts';
import type { MigrationMethod } from '@orrery/contract/migrations/vocabulary.ts';
import { useT } from '../../../lib/i18n.ts';
import { cn } from '../../../lib/cn.ts';
import { formatBytes, formatDuration } from '../../../lib/units.ts';
import { durationBand, joined } from '../bands.ts';
import { remedyLabel } from '../remedy-words.ts';
import { ReasonLine } from './ReasonLine.tsx';

type WayChoiceProps = {
  candidate: MigrationCandidate;
  method: MigrationMethod | null;
  onChoose: (method: MigrationMethod) => void;
};

/** The ways to the chosen host, each with its price; one that is not possible says why. */
export function WayChoice({ candidate, method, onChoose }: WayChoiceProps) {
  const t = useT();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-13 font-medium">{t('migrations.dialog.way')}</legend>
      {candidate.ways.map(way => (
        <label
          key={way.method}
          className={cn(
            'flex items-start gap-2 rounded-md border px-3 py-2 text-13',
            way.method === method && 'border-accent bg-accent-tint',
            !way.allowed && 'text-muted',
          )}
        >
          <input
            type="radio"
            name="way"
            className="mt-1 accent-accent"
            checked={way.method === method}
            disabled={!way.allowed}
            onChange={() => onChoose(way.method)}
          />
          <WayWords way={way} />
        </label>
      ))}
    </fieldset>
  );
}

function WayWords({ way }: { way: MigrationWay }) {
  const t = useT();
  const trouble = way.verdict === 'will-not-finish' || way.verdict === 'borderline';
  const advice = way.remedies.filter(({ kind }) => kind !== 'abort');
  return (
    <span className="min-w-0">
      <span className="font-medium">{t(`migrations.methods.${way.method}`)}</span>
      {way.allowed && <Price way={way} />}
      <span className="block text-12 text-muted">{t(`migrations.methodTexts.${way.method}`)}</span>
      {trouble && way.allowed && (
        <span className="block text-12 text-warn-text">
          {t(`migrations.verdictWords.${way.verdict === 'borderline' ? 'borderline' : 'will-not-finish'}`)}
          {advice.length > 0 && `: ${advice.map(remedy => remedyLabel(t, remedy)).join(' · ')}`}
        </span>
      )}
      {way.reasons.map(reason => (
        <ReasonLine key={`${reason.code}/${reason.needed ?? ''}`} reason={reason} />
      ))}
    </span>
  );
}

/** What this way takes, in one line: time, how long it stands still, bytes. */
function Price({ way: { method, totalMs, pause, bytes, basis } }: { way: MigrationWay }) {
  const t = useT();
  const still = method === 'cold' || method === 'relocation' ? 'stop' : 'pause';
  const parts = [
    totalMs && durationBand(totalMs),
    pause && `${t(`migrations.dialog.${still}`)} ${formatDuration(pause.expectedMs)}`,
    bytes && joined(formatBytes(bytes.low), formatBytes(bytes.high)),
    basis === 'sizes' && t('migrations.dialog.guess'),
  ].filter(Boolean);
  return parts.length > 0 && <span className="tabular ml-2 text-muted">{parts.join(' · ')}</span>;
}
