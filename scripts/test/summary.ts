import type { KindResult } from './result.ts';

export interface StepOutcome {
  readonly title: string;
  readonly milliseconds: number;
  readonly results: readonly KindResult[];
}

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function total(results: readonly KindResult[]): Totals {
  const sum = (key: keyof Totals) => results.reduce((total, result) => total + result[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

export const wording = ({ passed, failed, skipped }: Totals) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

export const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

/** One cause often fails a hundred tests; whoever reads this starts with the first ones anyway. */
const mostNotes = 12;
const widestLine = 300;

/** What is printed at the end: what went wrong or was left out, the table, and last of all the line with the sum. */
export function summarise(outcomes: readonly StepOutcome[], elapsedMs: number): string {
  const results = outcomes.flatMap(outcome => outcome.results);
  return [
    ...report(results),
    '',
    ...table(results),
    `${outcomes.length} steps in ${seconds(elapsedMs)}`,
    wording(total(results)),
  ].join('\n');
}

function report(results: readonly KindResult[]): string[] {
  return results.flatMap(result => {
    const title = result.failed > 0 ? `${result.kind}: ${result.failed} failed` : result.kind;
    const shown = result.notes.slice(0, mostNotes).map(indent);
    const rest = result.notes.length - shown.length;
    const more = rest > 0 ? [`  … and ${rest} more`] : [];
    return shown.length > 0 ? ['', `── ${title}`, ...shown, ...more] : [];
  });
}

const indent = (note: string) =>
  note
    .split('\n')
    .map((line, index) => `${index === 0 ? '  • ' : '    '}${line.slice(0, widestLine)}`)
    .join('\n');

function table(results: readonly KindResult[]): string[] {
  const width = Math.max(...results.map(result => result.kind.length), 'kind'.length);
  const row = (kind: string, ...cells: readonly (string | number)[]) =>
    `${kind.padEnd(width)}${cells.map(cell => String(cell).padStart(9)).join('')}`;
  return [
    row('kind', 'passed', 'failed', 'skipped'),
    ...results.map(result => row(result.kind, result.passed, result.failed, result.skipped)),
  ];
}
