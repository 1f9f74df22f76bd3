import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import { getAllDomainStats } from '@orrery/libvirt/procedures/connect.ts';
import { startDirtyRateCalc } from '@orrery/libvirt/procedures/domain.ts';
import { domainStates, statsGroups } from '@orrery/libvirt/procedures/flags.ts';
import type { DirtyMeasurement } from '@orrery/migration-model/sample.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import type { DomainFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import type { MoveTools } from './move.ts';

const MiB = 1_048_576;
const windowSeconds = 1;
const askDeadlineMs = 10_000;
const patienceMs = 8_000;
const lookEveryMs = 200;
/** virDomainDirtyRateStatus. */
const measured = 2;
/** QEMU's own density: of each GiB so many pages are looked at. */
const sampledPagesPerGiB = 512;

/**
 * What the guest writes, by looking at some of its pages twice. Page sampling, always: QEMU 7.2 under emulation crashes,
 * and the guest with it, when it is asked to use its dirty bitmap for this.
 */
export async function measureDirtying(
  { clock }: MoveTools,
  link: HostLink,
  { ref, state, definition }: DomainFacts,
): Promise<DirtyMeasurement[]> {
  if (state.state !== domainStates.running) return [];
  const { connection } = link.live;
  const options = { deadlineMs: askDeadlineMs };
  try {
    await connection.call(startDirtyRateCalc, { domain: ref, seconds: windowSeconds, flags: 0 }, options);
    const latest = clock.now() + patienceMs;
    while (clock.now() < latest) {
      await pause(clock, lookEveryMs);
      const args = { domains: [ref], stats: statsGroups.dirtyRate, flags: 0 };
      const [stats] = await connection.call(getAllDomainStats, args, options);
      if (Number(stats?.params.get('dirtyrate.calc_status')) !== measured) continue;
      const mibPerSecond = Number(stats?.params.get('dirtyrate.megabytes_per_second') ?? 0);
      const sampledPages = Math.round((definition.maxMemoryMiB / 1024) * sampledPagesPerGiB);
      return [{ windowSeconds, bytesPerSecond: mibPerSecond * MiB, sampledPages: Math.max(1, sampledPages) }];
    }
    return [];
  } catch (error) {
    // Old daemons cannot, and neither can one that measures already.
    if (isLibvirtError(error)) return [];
    throw error;
  }
}
