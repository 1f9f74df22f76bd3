import { ConnectionError, LibvirtError } from '@orrery/libvirt/errors.ts';
import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { expect, it } from 'vitest';
import type { Work } from '../actions/job.ts';
import { clear } from './clear.ts';

const closed = () => new ConnectionError('closed', 'the peer closed the connection');

const operationTimeout = 68;
const held = () =>
  new LibvirtError({
    code: operationTimeout,
    domain: 10,
    message: 'cannot acquire state change lock',
    level: 2,
    str1: null,
    str2: null,
    str3: null,
    int1: 0,
    int2: 0,
  });

/** A host whose daemon is away for the first `away` times that somebody wants a connection. */
function workOn(away: number, { stopped = false } = {}) {
  const clock = new ManualClock();
  let asked = 0;
  const link = {
    stopped,
    work: async () => {
      if (++asked <= away) throw closed();
      return {};
    },
  };
  // Only the clock and these members of the link are used by what is tested here.
  return { work: { clock, link } as unknown as Omit<Work, 'connection'>, clock, asked: () => asked };
}

it('takes away again when its connection breaks in the middle', async () => {
  const { work, clock } = workOn(2);
  const end = clock.play();
  let runs = 0;
  await clear(work, async () => {
    if (++runs < 3) throw closed();
  });
  end();
  expect(runs).toBe(3);
});

it('takes away again when the daemon still holds what it found after its restart', async () => {
  const { work, clock } = workOn(0);
  const end = clock.play();
  let runs = 0;
  await clear(work, async () => {
    if (++runs < 3) throw held();
  });
  end();
  expect(runs).toBe(3);
});

it('waits for minutes when a busy machine takes so long to find what it had half started', async () => {
  const { work, clock } = workOn(0);
  const end = clock.play();
  await clear(work, async () => {
    if (clock.now() < 200_000) throw held();
  });
  end();
  expect(clock.now()).toBeGreaterThanOrEqual(200_000);
});

it('gives up on a daemon that does not come back, and at once on any other failure', async () => {
  const gone = workOn(Number.POSITIVE_INFINITY);
  const end = gone.clock.play();
  await expect(clear(gone.work, async () => {})).rejects.toThrow('closed the connection');
  end();
  expect(gone.asked()).toBeGreaterThan(100);
  const refused = workOn(0);
  await expect(
    clear(refused.work, async () => {
      throw new Error('it is in use');
    }),
  ).rejects.toThrow('it is in use');
  const stopping = workOn(1, { stopped: true });
  await expect(clear(stopping.work, async () => {})).rejects.toThrow('closed the connection');
});
