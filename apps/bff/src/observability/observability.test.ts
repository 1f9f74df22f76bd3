import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';
import { createShutdown } from './shutdown.ts';

describe('the log', () => {
  it('blanks what is called like a secret, wherever it stands', () => {
    const stream = new PassThrough();
    const log = createLog('info', stream);
    log.info(
      { password: 'one', user: { token: 'two', deep: { cookie: 'three' } }, settings: { a: 'four' } },
      'x',
    );
    const text = String(stream.read());
    expect(text).not.toMatch(/one|two|three|four/);
    expect(text.match(/\[redacted\]/g)).toHaveLength(4);
  });
});

describe('shutdown', () => {
  const errors: unknown[] = [];
  const log = { error: (fields: unknown) => errors.push(fields) };

  it('ends what was started last first, once, whatever fails or hangs', async () => {
    const shutdown = createShutdown(log, 20);
    const ended: string[] = [];
    shutdown.add('first', () => {
      ended.push('first');
    });
    shutdown.add('throws', () => {
      throw new Error('no');
    });
    shutdown.add('hangs', () => new Promise(() => undefined));
    shutdown.add('last', async () => {
      ended.push('last');
    });
    await Promise.all([shutdown.run(), shutdown.run()]);
    expect(ended).toEqual(['last', 'first']);
    expect(errors).toMatchObject([{ step: 'hangs' }, { step: 'throws' }]);
  });
});
