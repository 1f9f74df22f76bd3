import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import { getAllDomainStats } from '@orrery/libvirt/procedures/connect.ts';
import { startDirtyRateCalc } from '@orrery/libvirt/procedures/domain.ts';
import { domainStates, statsGroups } from '@orrery/libvirt/procedures/flags.ts';
import type { DirtyMeasurement } from '@orrery/migration-model/sample.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import type { MeasuringTime } from '@orrery/provider-kit/migrator.ts';
import type { DomainFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import type { MoveTools } from './move.ts';

const MiB = 1_048_576;
const windowSecondsOf = { short: 1, long: 4 } as const;
const askDeadlineMs = 10_000;
/** Beyond the window: a busy daemon needs its time. */
const patienceMs = 7_000;
const lookEveryMs = 200;
/** virDomainDirtyRateStatus. */
const measured = 2;
/** QEMU's own density: of each GiB so many pages are looked at. */
const sampledPagesPerGiB = 512;

/** So few changed pages tell a rate to no better than a sixth: then one looks a second time. */
const tooFewChanged = 40;
const mostLooks = 2;

interface Looking {
  tools: Pick<MoveTools, 'clock' | 'moving'>;
  link: HostLink;
  facts: DomainFacts;
  signal: AbortSignal;
}

/**
 * What the guest writes, by looking at some of its pages twice. Page sampling, always: QEMU 7.2 under emulation crashes,
 * and the guest with it, when it is asked to use its dirty bitmap for this. A small guest that writes is looked at
 * again: from one burst of it, seen on a few pages, it would be said that it never ends.
 *
 * A move may begin meanwhile: QEMU goes on sampling beside it (seen with 7.2: neither waits for the other, and a
 * source that ends first takes its look along), but after a switch to post-copy it would see a guest that stands still.
 * So a look is dropped then.
 */
export async function measureDirtying(
  looking: Looking,
  time: Exclude<MeasuringTime, 'none'>,
): Promise<DirtyMeasurement[]> {
  const { facts } = looking;
  if (facts.state.state !== domainStates.running) return [];
  const looks: DirtyMeasurement[] = [];
  const most = time === 'long' ? 1 : mostLooks;
  try {
    while (looks.length < most) {
      const seen = await look(looking, windowSecondsOf[time]);
      if (seen === null) break;
      looks.push(seen);
      if (!saysTooLittle(seen, facts.definition.maxMemoryMiB)) break;
    }
  } catch (error) {
    // Old daemons cannot, and neither can one that measures already.
    if (!isLibvirtError(error)) throw error;
  }
  return looks;
}

type Look = DirtyMeasurement & { sampledPages: number };

function saysTooLittle({ bytesPerSecond, sampledPages, windowSeconds }: Look, memoryMiB: number): boolean {
  const changed = (sampledPages * bytesPerSecond * windowSeconds) / (memoryMiB * MiB);
  return changed > 0 && changed < tooFewChanged;
}

/** Null when the daemon does not get to it within its time, or when the domain is moved meanwhile. */
async function look({ tools, link, facts, signal }: Looking, windowSeconds: number): Promise<Look | null> {
  const { clock, moving } = tools;
  const { ref, definition } = facts;
  const { connection } = link.live;
  const options = { deadlineMs: askDeadlineMs };
  if (moving.has(ref.uuid)) return null;
  await connection.call(startDirtyRateCalc, { domain: ref, seconds: windowSeconds, flags: 0 }, options);
  const latest = clock.now() + 1_000 * windowSeconds + patienceMs;
  while (clock.now() < latest) {
    await pause(clock, lookEveryMs, signal);
    if (moving.has(ref.uuid)) return null;
    const args = { domains: [ref], stats: statsGroups.dirtyRate, flags: 0 };
    const [stats] = await connection.call(getAllDomainStats, args, options);
    if (Number(stats?.params.get('dirtyrate.calc_status')) !== measured) continue;
    const mibPerSecond = Number(stats?.params.get('dirtyrate.megabytes_per_second') ?? 0);
    const sampledPages = Math.round((definition.maxMemoryMiB / 1024) * sampledPagesPerGiB);
    return { windowSeconds, bytesPerSecond: mibPerSecond * MiB, sampledPages: Math.max(1, sampledPages) };
  }
  return null;
}
