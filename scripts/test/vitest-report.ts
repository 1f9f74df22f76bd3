import { relative } from 'node:path';
import { z } from 'zod';
import { head } from './command.ts';
import type { KindResult } from './result.ts';

const assertionSchema = z.object({
  fullName: z.string(),
  status: z.enum(['passed', 'failed', 'skipped', 'pending', 'todo', 'disabled']),
  failureMessages: z.array(z.string()).nullish(),
});
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().nullish(),
      assertionResults: z.array(assertionSchema),
    }),
  ),
});
type FileReport = z.infer<typeof reportSchema>['testResults'][number];

const kindsBySuffix = [
  ['.property.test.ts', 'property'],
  ['.contract.test.ts', 'conformance'],
] as const;

const kindOf = (file: string): string =>
  kindsBySuffix.find(([suffix]) => file.endsWith(suffix))?.[1] ?? 'unit';

/** Counts per kind of test, told by the file's name. A file that does not even load is one failed test. */
export function readVitestReport(json: string, root: string, kindOfFile = kindOf): KindResult[] {
  const { testResults } = reportSchema.parse(JSON.parse(json));
  const kinds = Map.groupBy(testResults, file => kindOfFile(file.name));
  return [...kinds].map(([kind, files]) => countFiles(kind, files, root));
}

function countFiles(kind: string, files: readonly FileReport[], root: string): KindResult {
  const tests = files.flatMap(file => file.assertionResults);
  const count = (...wanted: string[]) => tests.filter(test => wanted.includes(test.status)).length;
  const broken = files.filter(didNotLoad);
  return {
    kind,
    passed: count('passed'),
    failed: count('failed') + broken.length,
    skipped: count('skipped', 'pending', 'todo', 'disabled'),
    notes: [
      ...broken.map(file => `${relative(root, file.name)}: ${head(file.message ?? 'did not load')}`),
      ...files.flatMap(file => notesOf(file, root)),
    ],
  };
}

const didNotLoad = (file: FileReport) =>
  file.status === 'failed' && file.assertionResults.every(test => test.status !== 'failed');

/** A test that passed has a failure only if it was repeated. */
function notesOf(file: FileReport, root: string): string[] {
  return file.assertionResults.flatMap(({ status, fullName, failureMessages }) => {
    const story = `${relative(root, file.name)} › ${fullName}\n${head(failureMessages?.[0] ?? '')}`;
    if (status === 'failed') return [story];
    return status === 'passed' && failureMessages?.length ? [`passed only when repeated: ${story}`] : [];
  });
}
