import { describe, expect, it } from 'vitest';
import { runCommand, tail } from './command.ts';

describe('running a command', () => {
  it('gives its code and both outputs', async () => {
    const script = 'console.log("out"); console.error("err"); process.exit(3)';
    const result = await runCommand(process.execPath, ['-e', script], { timeoutMs: 20_000 });
    expect(result).toMatchObject({ code: 3, timedOut: false });
    expect(result.output).toContain('out');
    expect(result.output).toContain('err');
  });

  it('ends what takes too long, with everything that it started', async () => {
    // "sleep" holds our pipe: without its end there is no result, and the test's own time-out strikes.
    const script = `
      require('node:child_process').spawn('sleep', ['300'], { stdio: 'inherit' });
      setInterval(() => {}, 1000);`;
    const result = await runCommand(process.execPath, ['-e', script], { timeoutMs: 1_500 });
    expect(result).toMatchObject({ timedOut: true });
  });

  it('says so when there is no such command', async () => {
    const result = await runCommand('/does/not/exist', [], { timeoutMs: 1_000 });
    expect(result.code).toBe(1);
    expect(result.output).toContain('ENOENT');
  });
});

describe('the tail of an output', () => {
  it('leaves out the frames of other people’s code', () => {
    const stack =
      'Error: no\n    at mine (/repo/apps/a.ts:1:2)\n    at theirs (/repo/node_modules/x/y.js:3:4)';
    expect(tail(stack)).toBe('Error: no\n    at mine (/repo/apps/a.ts:1:2)');
  });

  it('drops colours and all but the last lines', () => {
    expect(tail('\u001b[31ma\u001b[0m\nb\nc\n', 2)).toBe('…\nb\nc');
  });
});
