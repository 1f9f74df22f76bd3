// Prints how the model does on the recorded moves that were kept apart, as a table in Markdown:
//   node packages/migration-model/src/testing/evaluation/print-table.ts [--fit] [--without-measurement]
import { loadTraces } from '../load-traces.ts';
import { judgeTrace, plainQuantile, type TraceReport } from './judge-trace.ts';
import { type Matrix, summarise } from './summary.ts';

const set = process.argv.includes('--fit') ? 'fit' : 'judge';
const withoutMeasurement = process.argv.includes('--without-measurement');

const percent = (value: number | null) => (value === null ? '–' : `${Math.round(100 * value)}`);
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;

const columns = [
  'trace',
  'took',
  'κ',
  'error median / p90, % of total',
  'remaining÷bandwidth',
  'in band, %',
  'said before',
  '2 s after pass 1',
  'leans after pass 2',
  'shown went back / Nova (worst)',
  'pause, ms: real / at most',
];

function row(r: TraceReport): string {
  const pair = (values: readonly number[]) =>
    `${percent(plainQuantile(values, 0.5))} / ${percent(plainQuantile(values, 0.9))}`;
  const leans = { true: 'ends', false: 'never', null: '–' }[`${r.leansAfterSecondPass}`];
  return line([
    `${r.name}${r.truth.disturbed ? ' !' : ''}`,
    r.truth.ends ? `${(r.truth.endMs / 1000).toFixed(1)} s` : 'never',
    r.truth.kappa.toFixed(2),
    pair(r.errors),
    pair(r.naiveErrors),
    percent(r.covered.length > 0 ? r.covered.filter(Boolean).length / r.covered.length : null),
    r.verdictBefore ?? '–',
    r.verdictAfterFirstPass ?? '–',
    leans,
    `${r.shown.times} / ${r.peer.times} (${r.peer.worst})`,
    r.pause ? `${r.pause.realMs} / ${Math.round(r.pause.atMostMs)}` : '–',
  ]);
}

function matrix(name: string, { never, ends }: Matrix): string {
  const counts = (of: Matrix['never']) => [of.hopeless, of.borderline, of.fine, of.none].map(String);
  return line([`${name}: never`, ...counts(never)]) + line([`${name}: ends`, ...counts(ends)]);
}

const reports = loadTraces()
  .filter(t => t.set === set)
  .map(t => judgeTrace(t, { withoutMeasurement }));
const s = summarise(reports);
const out = process.stdout;
out.write(line(columns) + line(columns.map(() => '---')) + reports.map(row).join(''));
out.write(`\n! disturbed: ${s.disturbed} of ${s.traces}, counted only for the shown fraction.\n\n`);
out.write(
  line(['verdict', 'will not finish', 'borderline', 'converging or slow', 'none']) +
    line(Array(5).fill('---')),
);
out.write(matrix('before', s.before) + matrix('2 s after pass 1', s.afterFirstPass));
out.write(
  `\nE1: error median ${percent(s.eta.median)} %, p90 ${percent(s.eta.p90)} %; of guests that write ${percent(s.etaOfDirtying.median)} and ${percent(s.etaOfDirtying.p90)}, ` +
    `remaining÷bandwidth ${percent(s.etaOfDirtying.naiveMedian)} and ${percent(s.etaOfDirtying.naiveP90)}\n` +
    `E2 inside the band: ${s.insideBand.right} of ${s.insideBand.of}\n` +
    `E4: shown fraction went back ${s.shownWentBack} times, Nova's ${s.peerWentBack.times} (worst ${s.peerWentBack.worst} points); ` +
    `${percent(s.coverage)} % of ends in the 90 % band; pauses within what was announced ${s.pausesWithin.right} of ${s.pausesWithin.of}\n`,
);
