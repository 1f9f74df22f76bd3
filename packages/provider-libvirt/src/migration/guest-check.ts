import type { GuestCheck } from '@orrery/contract/migrations/progress.ts';
import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import { getState } from '@orrery/libvirt/procedures/domain.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import { type Clock, isoNow, pause } from '@orrery/provider-kit/clock.ts';
import type { HostLink } from '../host/host-link.ts';
import { isActive } from '../map/power.ts';
import { agentAnswers, readUptime } from './guest-agent.ts';
import type { MoveHandle } from './handle.ts';

/** The agent takes some seconds to find its channel again, more on a busy machine. */
const agentPatienceMs = 60_000;
/** Started anew it has to boot first. */
const bootPatienceMs = 240_000;
const askEveryMs = 500;
/** Without an agent: a guest whose memory was spoilt falls over soon. */
const watchMs = 5_000;
/** A guest whose clock was slowed down by a busy host lags a little. */
const clockSlackSeconds = 1;

export interface GuestToCheck {
  link: HostLink;
  ref: DomainRef;
  clock: Clock;
  /** As it was found before the move. */
  before: Pick<MoveHandle, 'uptime' | 'was'>;
  hasAgent: boolean;
  /** Started anew on purpose: its uptime begins again. */
  restarted: boolean;
  stopped: AbortSignal;
}

type Finding = Omit<GuestCheck, 'at'>;

/**
 * Whether the guest came through. That libvirt says so is not enough: QEMU 7.2 under emulation has spoilt the memory of
 * guests whose moves it called a success.
 */
export async function checkGuest(guest: GuestToCheck): Promise<GuestCheck> {
  const watching = new AbortController();
  let rebooted = false;
  guest.link.live.events.rebooted(guest.ref.uuid, watching.signal).then(
    () => {
      rebooted = true;
    },
    () => {},
  );
  try {
    const finding = await find(guest, () => rebooted);
    return { ...finding, at: isoNow(guest.clock) };
  } finally {
    watching.abort();
  }
}

async function find(guest: GuestToCheck, rebooted: () => boolean): Promise<Finding> {
  if (guest.before.was === 'stopped')
    return {
      method: 'power-state',
      survived: true,
      detail: 'It is off, as before, and defined at its new host',
    };
  if (guest.before.was === 'paused')
    return {
      method: 'power-state',
      survived: null,
      detail: 'It is paused, as before: nothing in it can be asked',
    };
  const byAgent = guest.hasAgent ? await askAgent(guest, rebooted) : null;
  return byAgent ?? (await watchPower(guest, rebooted));
}

async function askAgent(guest: GuestToCheck, rebooted: () => boolean): Promise<Finding | null> {
  const { link, ref, clock, stopped } = guest;
  const latest = clock.now() + (guest.restarted ? bootPatienceMs : agentPatienceMs);
  while (clock.now() < latest) {
    if (rebooted() && !guest.restarted) return fellOver;
    const uptime = await readUptime(link, ref);
    if (uptime !== null) return judge(guest, uptime);
    if (await agentAnswers(link, ref))
      return { method: 'agent', survived: true, detail: 'The guest agent answers' };
    await pause(clock, askEveryMs, stopped);
  }
  return null;
}

const fellOver: Finding = {
  method: 'uptime',
  survived: false,
  detail: 'The guest rebooted right after the move: its memory may have been spoilt',
};

function judge({ before, clock, restarted }: GuestToCheck, uptime: number): Finding {
  const now = `${uptime.toFixed(1)} s after`;
  if (restarted) return { method: 'agent', survived: true, detail: `It has booted; up ${now}` };
  if (before.uptime === null)
    return { method: 'agent', survived: true, detail: `The guest agent answers; it is up ${now}` };
  const { seconds, at } = before.uptime;
  const passed = (clock.now() - at) / 1000;
  const detail = `Uptime ${seconds.toFixed(1)} s before, ${now}, ${passed.toFixed(1)} s later`;
  const survived = uptime + clockSlackSeconds >= seconds;
  return survived
    ? { method: 'uptime', survived, detail }
    : { ...fellOver, detail: `It rebooted. ${detail}` };
}

async function watchPower(guest: GuestToCheck, rebooted: () => boolean): Promise<Finding> {
  const { link, ref, clock, stopped, hasAgent } = guest;
  const latest = clock.now() + watchMs;
  while (clock.now() < latest) {
    if (rebooted() && !guest.restarted) return fellOver;
    await pause(clock, askEveryMs, stopped);
  }
  const state = await link.live.connection
    .call(getState, { domain: ref, flags: 0 })
    .catch((error: unknown) => {
      if (isLibvirtError(error, 'NO_DOMAIN')) return null;
      throw error;
    });
  if (state === null || !isActive(state))
    return { method: 'power-state', survived: false, detail: 'It stopped right after the move' };
  const why = hasAgent
    ? 'its agent has not answered since'
    : 'without an agent nobody can ask the guest itself';
  return { method: 'power-state', survived: null, detail: `It runs, and has not rebooted; ${why}` };
}
