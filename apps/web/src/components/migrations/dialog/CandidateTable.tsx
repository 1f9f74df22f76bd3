import type { MigrationCandidate, MigrationWay } from '@orrery/contract/migrations/options.ts';
import type { MigrationMethod } from '@orrery/contract/migrations/vocabulary.ts';
import { useT } from '../../../lib/i18n.ts';
import { serverWords } from '../../../lib/server-text.ts';
import { cn } from '../../../lib/cn.ts';
import { formatBytes, formatDuration } from '../../../lib/units.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { durationBand, joined } from '../bands.ts';
import { bestWay, ordered } from './move-draft.ts';
import { ReasonLine } from './ReasonLine.tsx';

type CandidateTableProps = {
  candidates: readonly MigrationCandidate[];
  chosen: string | null;
  method: MigrationMethod | null;
  onChoose: (candidate: MigrationCandidate) => void;
};

/** Every other host: can it, why not, and what the move would take. One of them is chosen. */
export function CandidateTable({ candidates, chosen, method, onChoose }: CandidateTableProps) {
  const t = useT();
  const headers = ['time', 'pause', 'bytes', 'cpu'] as const;
  return (
    <div
      className="scroll-area max-h-72 rounded-md border"
      // Focusable, so that the keyboard can scroll it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      role="group"
      aria-label={t('migrations.dialog.where')}
    >
      <table className="w-full text-13">
        <thead className="sticky top-0 bg-surface">
          <tr className="border-b text-left text-12 text-muted">
            <th scope="col" className="px-3 py-1.5 font-medium">
              {t('migrations.dialog.host')}
            </th>
            {headers.map(header => (
              <th
                key={header}
                scope="col"
                className="px-3 py-1.5 text-right font-medium whitespace-nowrap max-sm:hidden"
              >
                {t(`migrations.dialog.${header}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ordered(candidates).map(candidate => (
            <CandidateRow
              key={candidate.host}
              candidate={candidate}
              way={wayShown(candidate, candidate.host === chosen ? method : null)}
              checked={candidate.host === chosen}
              onChoose={() => onChoose(candidate)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const wayShown = (candidate: MigrationCandidate, method: MigrationMethod | null): MigrationWay | undefined =>
  candidate.ways.find(way => way.method === method) ?? bestWay(candidate) ?? candidate.ways[0];

type CandidateRowProps = {
  candidate: MigrationCandidate;
  way: MigrationWay | undefined;
  checked: boolean;
  onChoose: () => void;
};

function CandidateRow({ candidate, way, checked, onChoose }: CandidateRowProps) {
  const { allowed, hostName } = candidate;
  return (
    <tr
      className={cn(
        'border-b align-top last:border-b-0',
        checked && 'bg-accent-tint',
        !allowed && 'text-muted',
      )}
      data-allowed={allowed}
    >
      <td className="px-3 py-1.5">
        <label className="flex items-start gap-2">
          <input
            type="radio"
            name="host"
            className="mt-1 accent-accent"
            checked={checked}
            disabled={!allowed}
            // The dialog was open before the hosts had answered: from here Enter moves it.
            autoFocus={checked}
            onChange={onChoose}
            aria-label={hostName}
          />
          <HostWords candidate={candidate} way={way} />
        </label>
      </td>
      <Costs way={allowed ? way : undefined} />
    </tr>
  );
}

function HostWords({ candidate, way }: { candidate: MigrationCandidate; way: MigrationWay | undefined }) {
  const t = useT();
  const { hostName, recommended, why, allowed } = candidate;
  return (
    <span className="min-w-0">
      <span className="flex flex-wrap items-center gap-x-2">
        <span className={allowed ? 'font-medium' : ''}>{hostName}</span>
        {recommended && <Badge tone="ok">{t('migrations.dialog.recommended')}</Badge>}
        {way?.verdict && allowed && (
          <span className="text-12 text-muted">{t(`migrations.verdictWords.${way.verdict}`)}</span>
        )}
      </span>
      {recommended && why && <span className="block text-12 text-muted">{serverWords(why)}</span>}
      {way?.reasons.map(reason => (
        <ReasonLine key={`${reason.code}/${reason.needed ?? ''}`} reason={reason} />
      ))}
    </span>
  );
}

/** Predicted seconds, pause, bytes and processor time; a dash where nobody knows. */
function Costs({ way }: { way: MigrationWay | undefined }) {
  const t = useT();
  const bytes = way?.bytes && joined(formatBytes(way.bytes.low), formatBytes(way.bytes.high));
  const cpu = way?.cpuSeconds;
  const cells = [
    way?.totalMs && durationBand(way.totalMs),
    way?.pause && formatDuration(way.pause.expectedMs),
    bytes,
    cpu && t('migrations.dialog.cpuPair', { here: cpu.source.toFixed(1), there: cpu.destination.toFixed(1) }),
  ];
  return cells.map((cell, index) => (
    <td key={index} className="tabular px-3 py-1.5 text-right whitespace-nowrap max-sm:hidden">
      {cell ?? '–'}
    </td>
  ));
}
