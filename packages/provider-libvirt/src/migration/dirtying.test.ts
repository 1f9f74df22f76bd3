import { LibvirtError } from '@orrery/libvirt/errors.ts';
import { startDirtyRateCalc } from '@orrery/libvirt/procedures/domain.ts';
import { domainStates } from '@orrery/libvirt/procedures/flags.ts';
import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { expect, it } from 'vitest';
import type { DomainFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import { measureDirtying } from './dirtying.ts';

const MiB = 1_048_576;

const uuid = '6f1c2c1e-0000-4000-8000-000000000001';

interface Guest {
  memoryMiB: number;
  state?: number;
  time?: 'short' | 'long';
  /** What happens to it once it is being looked at. */
  begun?: (moving: Set<string>) => void;
}

/** A daemon that tells these rates one after the other, MiB/s, and refuses when it has no more. */
async function measured(
  rates: readonly number[],
  { memoryMiB, state = domainStates.running, time = 'short', begun = () => {} }: Guest,
) {
  const asked: number[] = [];
  const moving = new Set<string>();
  const told = [...rates];
  const call = async (procedure: unknown, args: { seconds?: number }) => {
    asked.push(...(args.seconds === undefined ? [] : [args.seconds]));
    if (procedure === startDirtyRateCalc) begun(moving);
    if (procedure !== startDirtyRateCalc)
      return [
        {
          params: new Map([
            ['dirtyrate.calc_status', 2],
            ['dirtyrate.megabytes_per_second', told.shift()],
          ]),
        },
      ];
    if (told.length > 0) return undefined;
    const nothing = { str1: null, str2: null, str3: null, int1: 0, int2: 0 };
    throw new LibvirtError({ code: 55, domain: 10, message: 'it measures already', level: 2, ...nothing });
  };
  const clock = new ManualClock();
  const end = clock.play();
  // Only these members of the link and of the facts are looked at.
  const link = { live: { connection: { call } } } as unknown as HostLink;
  const facts = {
    ref: { uuid },
    state: { state },
    definition: { maxMemoryMiB: memoryMiB },
  } as unknown as DomainFacts;
  const { signal } = new AbortController();
  const looks = await measureDirtying({ tools: { clock, moving }, link, facts, signal }, time);
  end();
  return { looks, asked };
}

const seen = (rate: number, sampledPages: number, windowSeconds = 1) => ({
  windowSeconds,
  bytesPerSecond: rate * MiB,
  sampledPages,
});
const looksOf = async (...args: Parameters<typeof measured>) => (await measured(...args)).looks;

it('looks again at a small guest that writes, and not at others', async () => {
  const small = { memoryMiB: 128 };
  expect(await looksOf([16, 5, 7], small)).toEqual([seen(16, 64), seen(5, 64)]);
  expect(await looksOf([0, 5], small)).toEqual([seen(0, 64)]);
  expect(await looksOf([100, 5], small)).toEqual([seen(100, 64)]);
  expect(await looksOf([900, 5], { memoryMiB: 8192 })).toEqual([seen(900, 4096)]);
});

it('keeps the first look when the second is refused, and has none of a guest that does not run', async () => {
  expect(await looksOf([16], { memoryMiB: 128 })).toHaveLength(1);
  expect(await looksOf([], { memoryMiB: 128 })).toEqual([]);
  expect(await looksOf([16], { memoryMiB: 128, state: domainStates.shutoff })).toEqual([]);
});

it('looks once for four seconds where there is time', async () => {
  const { looks, asked } = await measured([16, 5], { memoryMiB: 128, time: 'long' });
  expect(asked).toEqual([4]);
  expect(looks).toEqual([seen(16, 64, 4)]);
});

it('drops a look when a move of the guest begins meanwhile, and begins none while it is moved', async () => {
  const small = { memoryMiB: 128 };
  const begun = (moving: Set<string>) => void moving.add(uuid);
  expect(await looksOf([16, 5], { ...small, time: 'long', begun })).toEqual([]);
  // It would have been looked at again; the move is under way before that.
  let looks = 0;
  const later = (moving: Set<string>) => void (++looks === 2 && moving.add(uuid));
  const { looks: found, asked } = await measured([16, 5], { ...small, begun: later });
  expect(found).toEqual([seen(16, 64)]);
  expect(asked).toEqual([1, 1]);
});
