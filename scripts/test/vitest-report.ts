import { relative } from 'node:path';
import { z } from 'zod';
import { head } from './command.ts';
import type { KindResult } from './result.ts';

const assertionSchema = z.object({
  fullName: z.string(),
  status: z.enum(['passed', 'failed', 'skipped', 'pending', 'todo', 'disabled']),
  failureMessages: z.array(z.string()).nullish(),
});
const fileSchema = z.object({
  name: z.string(),
  status: z.string(),
  message: z.string().nullish(),
  assertionResults: z.array(assertionSchema),
});
const reportSchema = z.object({ testResults: z.array(fileSchema) }).transform(report => report.testResults);

/** What a run says of one file. */
export interface FileReport extends z.infer<typeof fileSchema> {
  /** Of the run before this one, in which the file itself failed, and none of its tests. */
  readonly firstMessage?: string;
}

const kindsBySuffix = [
  ['.property.test.ts', 'property'],
  ['.contract.test.ts', 'conformance'],
] as const;

const kindOf = (file: string): string =>
  kindsBySuffix.find(([suffix]) => file.endsWith(suffix))?.[1] ?? 'unit';

export const readVitestReport = (json: string): FileReport[] => reportSchema.parse(JSON.parse(json));

/** Files of which no test failed, but a hook, or the loading: vitest repeats tests, never those. */
export const brokenFiles = (files: readonly FileReport[]): string[] =>
  files.filter(isBroken).map(file => file.name);

/** What was said of a file before gives way to what its repetition says. */
export function withRepeated(files: readonly FileReport[], again: readonly FileReport[]): FileReport[] {
  const second = new Map(again.map(file => [file.name, file]));
  return files.map(file => {
    const repeated = second.get(file.name);
    return repeated ? { ...repeated, firstMessage: messageOf(file) } : file;
  });
}

/** Counts per kind of test, told by the file's name. A file that does not even load is one failed test. */
export function countFiles(files: readonly FileReport[], root: string, kindOfFile = kindOf): KindResult[] {
  const kinds = Map.groupBy(files, file => kindOfFile(file.name));
  return [...kinds].map(([kind, files]) => countKind(kind, files, root));
}

function countKind(kind: string, files: readonly FileReport[], root: string): KindResult {
  const tests = files.flatMap(file => file.assertionResults);
  const count = (...wanted: string[]) => tests.filter(test => wanted.includes(test.status)).length;
  const broken = files.filter(isBroken);
  return {
    kind,
    passed: count('passed'),
    failed: count('failed') + broken.length,
    skipped: count('skipped', 'pending', 'todo', 'disabled'),
    notes: [
      ...broken.map(file => `${relative(root, file.name)}: ${messageOf(file)}`),
      ...files.flatMap(file => notesOf(file, root)),
    ],
  };
}

const isBroken = (file: FileReport) =>
  file.status === 'failed' && file.assertionResults.every(test => test.status !== 'failed');

const messageOf = (file: FileReport): string => head(file.message || 'did not load, or a hook of it failed');

function notesOf(file: FileReport, root: string): string[] {
  const tests = testNotesOf(file, root);
  if (file.firstMessage === undefined || file.status === 'failed') return tests;
  return [`passed only when repeated: ${relative(root, file.name)}\n${file.firstMessage}`, ...tests];
}

/** A test that passed has a failure only if it was repeated. */
function testNotesOf(file: FileReport, root: string): string[] {
  return file.assertionResults.flatMap(({ status, fullName, failureMessages }) => {
    const story = `${relative(root, file.name)} › ${fullName}\n${head(failureMessages?.[0] ?? '')}`;
    if (status === 'failed') return [story];
    return status === 'passed' && failureMessages?.length ? [`passed only when repeated: ${story}`] : [];
  });
}
