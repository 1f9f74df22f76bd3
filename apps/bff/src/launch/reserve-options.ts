import type { Amounts } from '@orrery/contract/quota/quota.ts';
import type { OperationsService } from '../operations/operations-service.ts';
import type { Held } from '../operations/reservation.ts';
import { type Accounts, excessSentence } from '../quota/accounts.ts';
import type { PlaceInventory } from './host-view.ts';
import { type LaunchProblem, problem } from './problems.ts';

/** What everything that makes something works with. */
export interface ReserveOptions {
  inventory: PlaceInventory;
  operations: Pick<OperationsService, 'reserve'>;
  accounts: Accounts;
  now: () => number;
}

export function quotaRefusals(
  { accounts }: Pick<ReserveOptions, 'accounts'>,
  { project, asked, held }: { project: string | null; asked: Amounts; held: Held },
): LaunchProblem[] {
  if (project === null) return [];
  const quota = held.quotas.get(project);
  if (quota === undefined) return [problem('resource.not-found', 'project', 'There is no such project')];
  const over = accounts.excess(project, { asked, quota, reservations: held.reservations });
  return over.map(excess => problem(`quota.${excess.item}`, null, excessSentence(excess)));
}
