import type { ActionControl } from '@orrery/provider-kit/action.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { CreateControl, CreateRequest } from '@orrery/provider-kit/creator.ts';
import type { EventLog } from '@orrery/provider-kit/event-log.ts';
import type { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import { Undo } from '@orrery/provider-kit/undo.ts';
import type { HostLink } from '../host/host-link.ts';
import type { ClusterInventory } from '../inventory/inventory.ts';
import { clear } from './clear.ts';
import type { ImageCache } from './image-cache.ts';
import { uuidOfOperation } from './made-names.ts';
import type { Undertaking } from './undertaking.ts';

export interface CreatorOptions {
  backend: string;
  clock: Clock;
  inventory: ClusterInventory;
  links: readonly HostLink[];
  events: EventLog;
  images: ImageCache;
  own: OwnOperations;
}

/** One creation on one host, and the images that it may need. */
export interface Making extends Undertaking {
  images: ImageCache;
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

const notNeeded = { identified: async () => {}, image: async () => null };

/** What works like a creation and is an action: it makes volumes that bear the stamp of its operation. */
export function beginActing(
  link: HostLink,
  options: CreatorOptions,
  { operation, name, control }: { operation: string; name: string; control: ActionControl },
): Promise<Making> {
  const spec = { name, pool: null, capacityBytes: 0, format: 'qcow2' as const, source: null };
  const creation = { kind: 'volume' as const, spec };
  const request = { operation, project: null, host: null, creation };
  return beginOn(link, options, { request, control: { ...notNeeded, ...control, image: notNeeded.image } });
}
