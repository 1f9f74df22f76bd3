import type { MigrateControl } from '@orrery/provider-kit/migrator.ts';
import type { DatastoreFacts, HostFacts, VmFacts } from '../map/facts.ts';
import type { MoveHandle } from './handle.ts';
import type { MoveTools } from './moving.ts';

/** One move, all looked at. */
export interface Move {
  tools: MoveTools;
  control: MigrateControl;
  vm: VmFacts;
  to: HostFacts;
  /** Where its disks go; null: they stay. */
  datastore: DatastoreFacts | null;
  handle: MoveHandle;
}
