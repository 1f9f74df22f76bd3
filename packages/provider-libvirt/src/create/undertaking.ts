import type { CreateControl, CreateRequest } from '@orrery/provider-kit/creator.ts';
import type { EventLog } from '@orrery/provider-kit/event-log.ts';
import type { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import type { Undo } from '@orrery/provider-kit/undo.ts';
import type { Work } from '../actions/job.ts';

/** Work on one host that makes something, and takes it away again if it fails. */
export interface Undertaking extends Work {
  request: CreateRequest;
  control: CreateControl;
  /** Follows from the operation. */
  uuid: string;
  undo: Undo;
  events: EventLog;
  own: OwnOperations;
  /** Takes away what was made: not ended by the abort that made it necessary, and again when its daemon is away or busy. */
  clear: (run: (work: Work) => Promise<void>) => Promise<void>;
}
