import { createServer } from 'node:http';
import { Gateway } from '../../../apps/bff/src/realtime/gateway.ts';
import type { Authenticated } from '../../../apps/bff/src/authn/api.ts';
import { createIdentityBus } from '../../../apps/bff/src/identity/bus.ts';
import { InventoryService } from '../../../apps/bff/src/inventory/inventory-service.ts';
import { createLiveQueries } from '../../../apps/bff/src/inventory/live-inventory.ts';
import { systemRuntime } from '../../../apps/bff/src/inventory/runtime.ts';
import { answer, listen } from './commands.ts';
import { simulatorModule } from './stamped-simulator.ts';

/**
 * The BFF's realtime half in a process of its own: simulator, inventory, live queries and gateway as they ship, without
 * database and HTTP routes, whose work would blur the cost of a delivery.
 */
const [instances = '1000', changesPerSecond = '0'] = process.argv.slice(2);
const everybody: Authenticated = {
  principal: {
    kind: 'user',
    userId: 'bench',
    username: 'bench',
    role: 'admin',
    memberships: [],
    credential: 'bench',
  },
  via: 'cookie',
  csrfToken: null,
  expiresAt: null,
};
const log = (level: string, message: string) => {
  if (level === 'error') process.stderr.write(`rig: ${message}\n`);
};
const inventory = new InventoryService({
  runtime: systemRuntime,
  log,
  events: { append: () => Promise.resolve(), newest: () => Promise.resolve([]) },
  snapshot: null,
});
const httpServer = createServer();
new Gateway({
  httpServer,
  inventory,
  live: createLiveQueries(inventory.store, systemRuntime),
  authenticator: { authenticate: () => Promise.resolve(everybody) },
  identity: createIdentityBus(),
  refuseOrigin: () => null,
  log,
});
await inventory.start();
const feed = inventory.open({
  id: 'bench',
  name: 'Benchmark data centre',
  kind: 'simulator',
  origin: 'file',
  demo: true,
  promiseSeconds: 60,
});
feed.capabilities = () => simulatorModule.capabilities;
const hosts = Math.max(4, Math.round(Number(instances) / 40));
simulatorModule
  .open(
    { backend: 'bench', backendName: 'Benchmark', clock: systemRuntime, random: Math.random, log },
    {
      kind: 'simulator',
      seed: 1,
      hosts,
      instances: Number(instances),
      clusters: 1,
      changesPerSecond: Number(changesPerSecond),
      projects: [],
      flakyHosts: 0,
      sentinels: [],
    },
  )
  .start(feed.sink);

answer('wholeListBytes', () => {
  let bytes = 0;
  for (const row of inventory.store.all('instance')) bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
  return bytes;
});
answer('rows', () => inventory.store.count('instance'));
answer(
  'listen',
  () => new Promise(resolve => httpServer.listen(0, '127.0.0.1', () => resolve(httpServer.address()))),
);
// An ordinary end, so that node --cpu-prof writes its profile.
process.once('SIGTERM', () => process.exit(0));
listen();
