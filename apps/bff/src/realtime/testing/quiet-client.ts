import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { SubscribeRequest } from '@orrery/contract/realtime/messages.ts';
import type { LiveQueries } from '@orrery/inventory/live/live-queries.ts';
import type { Principal } from '../../authz/principal.ts';
import type { InventoryService } from '../../inventory/inventory-service.ts';
import { ClientConnection } from '../client-connection.ts';
import { EncodedBody } from '../encoded-body.ts';
import { FrameEncoder } from '../frame-encoder.ts';

interface Options {
  inventory: InventoryService;
  live: LiveQueries<Resource>;
  principal: Principal;
}

/** A client without a socket: everything it is sent is written down, and it reads only when told to. */
export function quietClient({ inventory, live, principal }: Options) {
  const transcript: string[] = [];
  let waiting: (() => void)[] = [];
  let stalled = false;
  const later = (sent: () => void) => {
    if (stalled) waiting.push(sent);
    else sent();
  };
  const client = new ClientConnection({
    live,
    presenter: inventory.presenter,
    encoder: new FrameEncoder(),
    principal,
    now: () => inventory.runtime.now(),
    transport: {
      write: ({ packet }, sent) => {
        transcript.push(packet);
        later(sent);
      },
      resync: message => transcript.push(JSON.stringify(message)),
      onDrain: later,
    },
  });
  return {
    client,
    transcript,
    subscribe: (request: SubscribeRequest) =>
      client.subscribe(request, reply =>
        transcript.push(reply instanceof EncodedBody ? reply.json : JSON.stringify(reply)),
      ),
    stall: () => {
      stalled = true;
    },
    read: () => {
      stalled = false;
      const all = waiting;
      waiting = [];
      for (const sent of all) sent();
    },
  };
}
export type QuietClient = ReturnType<typeof quietClient>;

export const rowsOf = (
  topic: Resource['kind'],
  more: { q?: string } = {},
): Extract<SubscribeRequest, { type: 'rows' }> => ({
  type: 'rows',
  topic,
  q: more.q ?? '',
  sort: 'name',
  window: { offset: 0, limit: 50 },
  project: null,
});
