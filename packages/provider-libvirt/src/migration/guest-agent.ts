import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import { agentCommand } from '@orrery/libvirt/procedures/domain.ts';
import { domainStates } from '@orrery/libvirt/procedures/flags.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import { z } from 'zod';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { DomainFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import type { MoveHandle } from './handle.ts';

/** Seconds that libvirt waits for the agent. */
const agentSeconds = 3;
const callDeadlineMs = 10_000;
/** `/proc/uptime` is one short line. */
const uptimeBytes = 128;

const answerSchema = z.object({ return: z.unknown() });
const readSchema = z.object({ 'buf-b64': z.string() });

/** Null when the agent does not answer, or does not do this. */
async function ask(
  link: HostLink,
  domain: DomainRef,
  command: { execute: string; arguments?: object },
): Promise<unknown> {
  const args = { domain, command: JSON.stringify(command), timeoutSeconds: agentSeconds, flags: 0 };
  try {
    const text = await link.live.connection.call(agentCommand, args, { deadlineMs: callDeadlineMs });
    return text === null ? null : answerSchema.parse(JSON.parse(text)).return;
  } catch (error) {
    if (isLibvirtError(error) || error instanceof z.ZodError || error instanceof SyntaxError) return null;
    throw error;
  }
}

export const agentAnswers = async (link: HostLink, ref: DomainRef): Promise<boolean> =>
  (await ask(link, ref, { execute: 'guest-ping' })) !== null;

/** Seconds that the guest says it has been up; null where its agent is absent, or may not read files. */
export async function readUptime(link: HostLink, ref: DomainRef): Promise<number | null> {
  const handle = await ask(link, ref, {
    execute: 'guest-file-open',
    arguments: { path: '/proc/uptime', mode: 'r' },
  });
  if (typeof handle !== 'number') return null;
  const read = await ask(link, ref, {
    execute: 'guest-file-read',
    arguments: { handle, count: uptimeBytes },
  });
  await ask(link, ref, { execute: 'guest-file-close', arguments: { handle } });
  const content = readSchema.safeParse(read);
  if (!content.success) return null;
  const seconds = Number.parseFloat(Buffer.from(content.data['buf-b64'], 'base64').toString('utf8'));
  return Number.isFinite(seconds) ? seconds : null;
}

/** As a later check needs it; null where the guest cannot be asked. */
export async function uptimeOf(
  { clock }: { clock: Clock },
  link: HostLink,
  { ref, state, definition }: DomainFacts,
): Promise<MoveHandle['uptime']> {
  if (state.state !== domainStates.running || definition.agent !== 'connected') return null;
  const seconds = await readUptime(link, ref);
  return seconds === null ? null : { seconds, at: clock.now() };
}
