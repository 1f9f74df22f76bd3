import type { Clock } from '@orrery/provider-kit/clock.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import type { EventLog } from '@orrery/provider-kit/event-log.ts';
import type { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import type { CreateControl, CreateRequest } from '@orrery/provider-kit/provider.ts';
import type { Work } from '../actions/job.ts';
import type { HostLink } from '../host/host-link.ts';
import type { ClusterInventory } from '../inventory/inventory.ts';
import type { ImageCache } from './image-cache.ts';
import { uuidOfOperation } from './made-names.ts';
import { Undo } from '@orrery/provider-kit/undo.ts';

export interface CreatorOptions {
  backend: string;
  clock: Clock;
  inventory: ClusterInventory;
  links: readonly HostLink[];
  events: EventLog;
  images: ImageCache;
  own: OwnOperations;
}

/** One creation on one host. */
export interface Making extends Work {
  request: CreateRequest;
  control: CreateControl;
  /** Follows from the operation. */
  uuid: string;
  undo: Undo;
  events: EventLog;
  images: ImageCache;
  own: OwnOperations;
  /** The same for taking away: not ended by the abort that made it necessary, on a connection that stands. */
  afterwards: () => Promise<Work>;
}

/** How long a lost connection is waited for before what was made is left for others to take away. */
const returnMs = 30_000;
const lookEveryMs = 500;

/** Work that goes on when the operation was aborted; its calls have deadlines of their own. */
async function lateWork(work: Omit<Work, 'connection'>): Promise<Work> {
  const { clock, link } = work;
  const latest = clock.now() + returnMs;
  const control = { signal: new AbortController().signal, progress: () => {}, bind: async () => {} };
  for (;;) {
    try {
      return { ...work, control, connection: await link.work() };
    } catch (error) {
      // What is left then is taken away when the operation is resolved at the next start.
      if (link.stopped || clock.now() > latest) throw error;
      await pause(clock, lookEveryMs);
    }
  }
}

export async function beginOn(
  link: HostLink,
  options: CreatorOptions,
  { request, control }: { request: CreateRequest; control: CreateControl },
): Promise<Making> {
  const { backend, clock, inventory, links, events, images, own } = options;
  const others = () => links.filter(l => l !== link);
  const work = { backend, control, clock, link, inventory, others };
  return {
    ...work,
    control,
    request,
    connection: await link.work(),
    uuid: uuidOfOperation(backend, request.operation),
    undo: new Undo(),
    events,
    images,
    own,
    afterwards: () => lateWork(work),
  };
}
