import type { Clock } from '@orrery/provider-kit/clock.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import type { EventLog } from '@orrery/provider-kit/event-log.ts';
import type { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import type { CreateControl, CreateRequest } from '@orrery/provider-kit/provider.ts';
import type { Work } from '../actions/job.ts';
import { toProviderError } from '../errors.ts';
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
  /** Takes away what was made: not ended by the abort that made it necessary, and again when its connection breaks. */
  clear: (run: (work: Work) => Promise<void>) => Promise<void>;
}

/** How long a lost daemon is waited for before what was made is left to a person; a busy machine takes a minute to restart it. */
const returnMs = 100_000;
const lookEveryMs = 500;

/** What `run` takes away may be gone already: a daemon that dies in between leaves it open which part it had done. */
export async function clear(
  work: Omit<Work, 'connection'>,
  run: (work: Work) => Promise<void>,
): Promise<void> {
  const { clock, link } = work;
  const latest = clock.now() + returnMs;
  const control = { signal: new AbortController().signal, progress: () => {}, bind: async () => {} };
  for (;;) {
    try {
      return await run({ ...work, control, connection: await link.work() });
    } catch (error) {
      const lost = toProviderError(error).code === 'backend.unavailable';
      // What is left then is taken away when the operation is resolved at the next start.
      if (!lost || link.stopped || clock.now() > latest) throw error;
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
    clear: run => clear(work, run),
  };
}
