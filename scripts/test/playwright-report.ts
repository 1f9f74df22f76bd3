import { z } from 'zod';
import { head } from './command.ts';
import type { KindResult } from './result.ts';

const errorSchema = z.object({ message: z.string().optional() });
const testSchema = z.object({
  status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']),
  annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })).optional(),
  results: z.array(z.object({ errors: z.array(errorSchema).optional() })),
});
const specSchema = z.object({
  title: z.string(),
  file: z.string(),
  line: z.number(),
  tests: z.array(testSchema),
});
const suiteSchema = z.object({
  specs: z.array(specSchema).optional(),
  get suites() {
    return z.array(suiteSchema).optional();
  },
});
const reportSchema = z.object({ suites: z.array(suiteSchema), errors: z.array(errorSchema) });

type Suite = z.infer<typeof suiteSchema>;
type Spec = z.infer<typeof specSchema>;

/** Counts a Playwright run. An error outside any test (server, configuration) is one failed test. */
export function readPlaywrightReport(json: string, kind: string): KindResult {
  const report = reportSchema.parse(JSON.parse(json));
  const specs = report.suites.flatMap(specsOf);
  const tests = specs.flatMap(spec => spec.tests);
  const count = (status: string) => tests.filter(test => test.status === status).length;
  return {
    kind,
    passed: count('expected') + count('flaky'),
    failed: count('unexpected') + report.errors.length,
    skipped: count('skipped'),
    notes: [...report.errors.map(error => head(error.message ?? 'unknown error')), ...specs.flatMap(notesOf)],
  };
}

const specsOf = (suite: Suite): Spec[] => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];

function notesOf(spec: Spec): string[] {
  const place = `${spec.file}:${spec.line} › ${spec.title}`;
  return spec.tests.flatMap(test => {
    if (test.status === 'unexpected') return [`${place}\n${firstError(test)}`];
    if (test.status === 'flaky') return [`passed only when repeated: ${place}\n${firstError(test)}`];
    return [];
  });
}

function firstError(test: Spec['tests'][number]): string {
  const message = test.results.flatMap(result => result.errors ?? []).find(error => error.message)?.message;
  return head(message ?? 'no message', 20);
}
