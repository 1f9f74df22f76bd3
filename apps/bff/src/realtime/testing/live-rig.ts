import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LiveConnection } from '@orrery/client/live/live-connection.ts';
import type { GlobalRole, ProjectRole } from '@orrery/contract/identity/roles.ts';
import { io } from 'socket.io-client';
import type { Authenticated } from '../../authn/api.ts';
import type { Principal } from '../../authz/principal.ts';
import { createIdentityBus } from '../../identity/bus.ts';
import { createLiveQueries } from '../../inventory/live-inventory.ts';
import { systemRuntime } from '../../inventory/runtime.ts';
import { createInventory, openLab } from '../../inventory/testing/inventory-rig.ts';
import { Gateway } from '../gateway.ts';

export interface Person {
  role?: GlobalRole | null;
  projects?: Record<string, ProjectRole>;
  expiresAt?: string | null;
}

function principalOf(name: string, { role = null, projects = {} }: Person): Principal {
  const memberships = Object.entries(projects).map(([project, projectRole]) => ({
    project,
    role: projectRole,
  }));
  return {
    kind: 'token',
    userId: `user-${name}`,
    username: name,
    role,
    memberships,
    credential: `token-${name}`,
  };
}

/** A gateway on a free port, over an inventory that tests feed by hand. A token is the name of a person. */
export async function createLiveRig(people: Record<string, Person>) {
  const { inventory } = createInventory(systemRuntime);
  await inventory.start();
  const live = createLiveQueries(inventory.store, systemRuntime);
  const identity = createIdentityBus();
  const known = new Map(Object.entries(people));
  const httpServer = createServer();
  const gateway = new Gateway({
    httpServer,
    inventory,
    live,
    identity,
    authenticator: {
      authenticate: async ({ authorization }): Promise<Authenticated | null> => {
        const name = authorization?.replace('Bearer ', '') ?? '';
        const person = known.get(name);
        if (person === undefined) return null;
        const { expiresAt = null } = person;
        return { principal: principalOf(name, person), via: 'bearer', csrfToken: null, expiresAt };
      },
    },
    refuseOrigin: ({ origin }) =>
      origin === undefined || origin === 'http://ours' ? null : 'it is not ours',
    log: () => undefined,
  });
  await new Promise<void>(resolve => httpServer.listen(0, '127.0.0.1', resolve));
  // Listening on a TCP port: the address is of this kind.
  const { port } = httpServer.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const connections: LiveConnection[] = [];
  return {
    url,
    inventory,
    live,
    gateway,
    identity,
    people: known,
    lab: openLab(inventory),
    connect: (token: string) => {
      const connection = new LiveConnection({ url, token });
      connections.push(connection);
      connection.start();
      return connection;
    },
    /** A bare socket, for what the SDK never sends. */
    socket: (token: string, more: { origin?: string } = {}) =>
      io(url, {
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        auth: { token },
        ...(more.origin ? { extraHeaders: { origin: more.origin } } : {}),
      }),
    stop: async () => {
      for (const connection of connections) connection.stop();
      await gateway.stop();
      live.stop();
      await inventory.stop();
      await new Promise(resolve => httpServer.close(resolve));
    },
  };
}
export type LiveRig = Awaited<ReturnType<typeof createLiveRig>>;

/** Polls: the other end of a real socket answers when it answers. */
export async function until<T>(what: () => T | undefined | false | null, patienceMs = 5_000): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = what();
    if (found !== undefined && found !== false && found !== null) return found;
    if (performance.now() > deadline)
      throw new Error(`Did not come about within ${patienceMs} ms: ${String(what)}`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
