import type { MigrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { DomainFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import type { DiskPlace } from './disk-places.ts';
import type { MoveTools } from './move.ts';

export interface Candidate {
  tools: MoveTools;
  from: HostLink;
  to: HostLink;
  facts: DomainFacts;
  /** XML as it would arrive, without secrets. */
  xml: string;
  places: readonly DiskPlace[];
  args: Pick<MigrateArgs, 'storagePool' | 'incremental'>;
}
