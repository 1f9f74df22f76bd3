import { describe, expect, it } from 'vitest';
import { readPlaywrightReport } from './playwright-report.ts';
import { brokenFiles, countFiles, readVitestReport, withRepeated } from './vitest-report.ts';

const assertion = (fullName: string, status: string, ...failureMessages: string[]) => ({
  fullName,
  status,
  failureMessages,
});

describe('a vitest report', () => {
  it('is counted by kind of file, and a file that does not load is a failure', () => {
    const report = {
      testResults: [
        {
          name: '/repo/a.test.ts',
          status: 'failed',
          message: '',
          assertionResults: [
            assertion('a works', 'passed'),
            assertion('a fails', 'failed', 'expected 1 to be 2'),
          ],
        },
        { name: '/repo/b.test.ts', status: 'failed', message: 'cannot find module c', assertionResults: [] },
        {
          name: '/repo/d.property.test.ts',
          status: 'passed',
          assertionResults: [assertion('d holds', 'passed'), assertion('d later', 'skipped')],
        },
      ],
    };
    const [unit, property] = countFiles(readVitestReport(JSON.stringify(report)), '/repo');
    expect(unit).toMatchObject({ kind: 'unit', passed: 1, failed: 2, skipped: 0 });
    expect(unit?.notes).toEqual([
      'b.test.ts: cannot find module c',
      'a.test.ts › a fails\nexpected 1 to be 2',
    ]);
    expect(property).toMatchObject({ kind: 'property', passed: 1, failed: 0, skipped: 1 });
  });

  it('names what passed only when it was repeated', () => {
    const report = {
      testResults: [
        {
          name: '/repo/a.test.ts',
          status: 'passed',
          assertionResults: [assertion('a works', 'passed'), assertion('a wobbles', 'passed', 'it was late')],
        },
      ],
    };
    const [unit] = countFiles(readVitestReport(JSON.stringify(report)), '/repo');
    expect(unit).toMatchObject({ passed: 2, failed: 0 });
    expect(unit?.notes).toEqual(['passed only when repeated: a.test.ts › a wobbles\nit was late']);
  });
});

describe('a file of which only a hook failed', () => {
  const file = (name: string, status: string, message: string) => ({
    name: `/repo/${name}`,
    status,
    message,
    assertionResults: [assertion(`${name} works`, 'passed')],
  });
  const report = (...testResults: object[]) => readVitestReport(JSON.stringify({ testResults }));
  const first = report(file('a.test.ts', 'failed', 'could not sweep'), file('b.test.ts', 'passed', ''));

  it('is told apart from files whose tests failed', () => {
    const tests = { ...file('c.test.ts', 'failed', ''), assertionResults: [assertion('c', 'failed', 'no')] };
    expect(brokenFiles([...first, ...report(tests)])).toEqual(['/repo/a.test.ts']);
  });

  it('counts as its repetition does, and is named', () => {
    const passed = withRepeated(first, report(file('a.test.ts', 'passed', '')));
    expect(countFiles(passed, '/repo')).toMatchObject([
      { passed: 2, failed: 0, notes: ['passed only when repeated: a.test.ts\ncould not sweep'] },
    ]);
    const failed = withRepeated(first, report(file('a.test.ts', 'failed', 'still not')));
    expect(countFiles(failed, '/repo')).toMatchObject([
      { passed: 2, failed: 1, notes: ['a.test.ts: still not'] },
    ]);
  });
});

describe('a Playwright report', () => {
  const spec = (title: string, status: string, message?: string) => ({
    title,
    file: 'login.e2e.ts',
    line: 7,
    tests: [{ status, results: [{ errors: message ? [{ message }] : [] }] }],
  });

  it('is counted through nested suites, flaky tests pass and are named', () => {
    const report = {
      errors: [],
      suites: [
        {
          specs: [spec('opens', 'expected')],
          suites: [{ specs: [spec('signs in', 'unexpected', 'no button'), spec('again', 'flaky', 'slow')] }],
        },
        { specs: [spec('later', 'skipped')] },
      ],
    };
    const result = readPlaywrightReport(JSON.stringify(report), 'browser');
    expect(result).toMatchObject({ passed: 2, failed: 1, skipped: 1 });
    expect(result.notes).toEqual([
      'login.e2e.ts:7 › signs in\nno button',
      'passed only when repeated: login.e2e.ts:7 › again\nslow',
    ]);
  });

  it('counts an error outside any test as a failure', () => {
    const report = { suites: [], errors: [{ message: 'Timed out waiting for the server' }] };
    expect(readPlaywrightReport(JSON.stringify(report), 'browser')).toMatchObject({
      failed: 1,
      notes: ['Timed out waiting for the server'],
    });
  });
});
