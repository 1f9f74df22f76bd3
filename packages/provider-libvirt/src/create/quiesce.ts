import * as backup from '@orrery/libvirt/procedures/backup.ts';
import { domainStates } from '@orrery/libvirt/procedures/flags.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import type { Work } from '../actions/job.ts';
import type { DomainFacts } from '../host/facts.ts';
import { toProviderError } from '../errors.ts';

/** A guest writes down what it has in memory first; one that takes longer is not waited for. */
const freezeMs = 30_000;
const thawMs = 30_000;

export const hasAgent = ({ state, definition }: DomainFacts): boolean =>
  state.state === domainStates.running && definition.agent === 'connected';

const everything = (domain: DomainRef) => ({ domain, mountPoints: [], flags: 0 });

/** Lets the guest write again. One that was not held still does not mind, and one without an agent does not hear. */
export async function thaw({ connection }: Work, ref: DomainRef): Promise<void> {
  await connection.call(backup.fsThaw, everything(ref), { deadlineMs: thawMs }).catch(orUnlessUnreachable);
}

/** What the guest answers is its own matter; a host that is out of reach is asked again. */
function orUnlessUnreachable(error: unknown): void {
  if (toProviderError(error).code === 'backend.unavailable') throw error;
}

/** Whether the guest has written down what it had in memory, and writes no more until it is let. */
export async function freeze({ connection }: Work, ref: DomainRef): Promise<boolean> {
  // Not ended by an abort: it has to be known whether the guest stands still.
  return connection.call(backup.fsFreeze, everything(ref), { deadlineMs: freezeMs }).then(
    ({ count }) => count > 0,
    (error: unknown) => {
      orUnlessUnreachable(error);
      return false;
    },
  );
}
