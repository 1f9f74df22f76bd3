import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProblems } from './rules.ts';

const root = resolve(import.meta.dirname, '../..');

/** What is or would be committed. This file and lockfiles are left out: they hold the very things that are looked for. */
function listFiles(): string[] {
  const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return output
    .split('\n')
    .filter(path => /\.(ts|tsx|mjs|js|sql|css|json|ya?ml|md|html|sh)$/.test(path))
    .filter(path => !path.startsWith('scripts/repository/') && path !== 'pnpm-lock.yaml')
    .filter(path => existsSync(join(root, path)));
}

describe('every file of the repository', () => {
  it('keeps the rules that lint cannot check', () => {
    const problems = listFiles().flatMap(path =>
      findProblems({ path, text: readFileSync(join(root, path), 'utf8') }),
    );
    expect(problems.map(({ path, line, message }) => `${path}:${line} ${message}`)).toEqual([]);
  });
});

describe('the rules', () => {
  const long = 'x\n'.repeat(401);

  it.each([
    ['a note', 'apps/bff/src/a.ts', '// TODO: later'],
    ['an exclusive test', 'apps/bff/src/a.test.ts', `it.only('works', () => {});`],
    ['an exclusive suite', 'e2e/specs/a.e2e.ts', `test.describe.only('works', () => {});`],
    ['a test that is off', 'apps/bff/src/a.test.ts', `it.skip('works', () => {});`],
    ['a test for later', 'apps/bff/src/a.test.ts', `it.todo('works');`],
    ['a sleep', 'apps/bff/src/a.test.ts', 'await new Promise(resolve => setTimeout(resolve, 500));'],
    ['a sleep in the browser', 'e2e/specs/a.e2e.ts', 'await page.waitForTimeout(500);'],
    ['a timed assertion', 'packages/inventory/src/a.test.ts', 'expect(elapsedMs).toBeLessThan(50);'],
    ['a machine’s folder', 'docs/a.md', 'see /home/someone/orrery/README.md'],
    ['a shell', 'apps/bff/src/a.ts', `spawn('ls', { shell: true });`],
    ['a shell’s function', 'apps/bff/src/a.ts', `import { exec } from 'node:child_process';`],
    ['a long file', 'apps/web/src/a.ts', long],
  ])('find %s', (_, path, text) => {
    expect(findProblems({ path, text })).toHaveLength(1);
  });

  it.each([
    ['a condition with its reason', 'e2e/real/a.e2e.ts', `test.skip(!hasLab, 'needs the lab');`],
    ['a reason alone', 'packages/a/src/a.test.ts', `context.skip('not claimed');`],
    ['a clock that is advanced', 'apps/bff/src/a.test.ts', 'setTimeout(() => server.close(), 0);'],
    ['a path below the project', 'docs/a.md', 'see apps/web/src/home/page.tsx and https://x.org/root/a'],
    [
      'a program with its arguments',
      'apps/bff/src/a.ts',
      `import { execFile, spawn } from 'node:child_process';`,
    ],
    ['a long file that was generated', 'apps/web/src/a.ts', `// generated\n${long}`],
    ['a word that only contains another', 'apps/bff/src/a.ts', 'const methodologies = 1;'],
  ])('leave %s alone', (_, path, text) => {
    expect(findProblems({ path, text })).toEqual([]);
  });
});
