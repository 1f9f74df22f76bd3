// Records migrations between two QEMU processes on this machine. See README.md.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseArgs } from 'node:util';
import { recordingCases } from './cases.ts';
import { type AdviceCase, adviceCases, followAdvice } from './follow-advice.ts';
import { recordCase } from './record-case.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    into: {
      type: 'string',
      default: resolve(import.meta.dirname, '../../../packages/migration-model/traces'),
    },
    list: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
    most: { type: 'string', default: '1000' },
  },
});

const path = (name: string) => resolve(values.into, `${name}.json.gz`);
const all: (Pick<AdviceCase, 'recording'> & Partial<AdviceCase>)[] = [
  ...recordingCases.map(recording => ({ recording })),
  ...adviceCases,
];
const wanted = all
  .filter(({ recording: c }) => positionals.length === 0 || positionals.some(p => c.name.startsWith(p)))
  .filter(({ recording: c }) => values.again || !existsSync(path(c.name)))
  .slice(0, Number(values.most));

mkdirSync(values.into, { recursive: true });
for (const [index, { recording: one, follow }] of wanted.entries()) {
  if (values.list) {
    console.log(one.name, one.set);
    continue;
  }
  const trace = await recordCase(one, follow && followAdvice({ recording: one, follow }));
  writeFileSync(path(one.name), gzipSync(JSON.stringify(trace), { level: 9 }));
  const { status, endMs, downtimeMs } = trace.outcome;
  console.log(
    `${index + 1}/${wanted.length} ${one.name}: ${status} after ${(endMs / 1000).toFixed(1)} s, pause ${downtimeMs ?? '-'} ms`,
  );
}
