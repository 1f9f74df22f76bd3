// Prints how the model does on the recorded migrations: `node packages/migration-model/src/testing/evaluation/print-table.ts`.
import { loadTraces } from '../load-traces.ts';
import { judgeTrace, plainQuantile, type TraceReport } from './judge-trace.ts';

const percent = (value: number | null) => (value === null ? '-' : `${Math.round(100 * value)}`);
const set = process.argv.includes('--fit') ? 'fit' : 'judge';
const withoutMeasurement = process.argv.includes('--without-measurement');
const reports = loadTraces()
  .filter(t => t.set === set)
  .map(t => judgeTrace(t, { withoutMeasurement }));

function row(r: TraceReport): string {
  const e = (values: number[], q: number) => percent(plainQuantile(values, q));
  const cells = [
    `${r.name}${r.truth.disturbed ? ' !' : ''}`.padEnd(28),
    (r.truth.ends ? `${(r.truth.endMs / 1000).toFixed(1)} s` : 'never').padStart(7),
    r.truth.kappa.toFixed(2),
    `${e(r.errors, 0.5)}/${e(r.errors, 0.9)}`.padStart(7),
    `${e(r.naiveErrors, 0.5)}/${e(r.naiveErrors, 0.9)}`.padStart(7),
    percent(r.covered.length ? r.covered.filter(Boolean).length / r.covered.length : null).padStart(3),
    (r.verdictBefore ?? '-').padEnd(15),
    (r.verdictAfterFirstPass ?? '-').padEnd(15),
    String(r.leansAfterSecondPass ?? '-').padEnd(5),
    `${r.shown.times} / ${r.peer.times} (${r.peer.worst})`.padEnd(12),
    r.pause ? `${r.pause.realMs} <= ${Math.round(r.pause.atMostMs)}` : '-',
  ];
  return cells.join(' | ');
}
for (const r of reports) process.stdout.write(`${row(r)}\n`);
const undisturbed = reports.filter(r => !r.truth.disturbed && r.truth.ends);
const pool = (pick: (r: TraceReport) => number[], share: number, of = undisturbed) =>
  plainQuantile(of.flatMap(pick), share);
const dirtying = undisturbed.filter(r => r.truth.dirtying);
process.stdout.write(
  [
    `E1 median ${percent(pool(r => r.errors, 0.5))} p90 ${percent(pool(r => r.errors, 0.9))}`,
    `dirtying: ours ${percent(pool(r => r.errors, 0.5, dirtying))}/${percent(pool(r => r.errors, 0.9, dirtying))} naive ${percent(pool(r => r.naiveErrors, 0.5, dirtying))}/${percent(pool(r => r.naiveErrors, 0.9, dirtying))}`,
    `coverage ${percent(undisturbed.flatMap(r => r.covered).filter(Boolean).length / undisturbed.flatMap(r => r.covered).length)}`,
    '',
  ].join('\n'),
);
