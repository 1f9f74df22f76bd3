import { reason } from '@orrery/contract/migrations/reason.ts';
import type { MigrationReason } from '@orrery/contract/migrations/options.ts';
import type { MigrationMethod } from '@orrery/contract/migrations/vocabulary.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { compareCpu } from './survey-cpu.ts';
import { instanceReasons } from './survey-instance.ts';
import { placeReasons } from './survey-place.ts';
import type { Candidate } from './candidate.ts';
import { storageReasons } from './survey-storage.ts';

/** Everything that speaks against one way to one host, with what was measured. */
export async function reasonsFor(
  candidate: Candidate,
  method: Exclude<MigrationMethod, 'relocation'>,
): Promise<MigrationReason[]> {
  const { from, to } = candidate;
  if (from === to) return [reason('same-host', 'It is on this host already')];
  if (to.record === null || to.record.lost !== null)
    return [
      reason('host-unreachable', 'The host does not answer', {
        found: to.record?.lost ?? 'never seen',
        advice: 'Mend the connection to it first',
      }),
    ];
  return [
    ...instanceReasons(candidate, method),
    ...placeReasons(candidate, method),
    ...(method === 'cold' ? [] : await compareCpu(candidate)),
    ...(await storageReasons(candidate, method)),
  ];
}

/** What the survey would have said, once more: it may have changed since. */
export async function refuseBlocked(
  candidate: Candidate,
  method: Exclude<MigrationMethod, 'relocation'>,
): Promise<void> {
  const blocking = (await reasonsFor(candidate, method)).find(r => r.severity === 'blocks');
  if (!blocking) return;
  const { code, message, needed, found, advice } = blocking;
  const measured = [needed && `needs ${needed}`, found && `found: ${found}`].filter(Boolean).join('; ');
  throw new ProviderError('resource.state', message, {
    // Not for tenants: it names folders and pools.
    cause: new Error(measured === '' ? message : measured),
    reason: code,
    ...(advice !== null && { advice }),
  });
}
