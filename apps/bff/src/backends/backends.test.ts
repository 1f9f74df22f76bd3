import {
  type BackendSettings,
  configFileSchema,
  simulatorSettingsSchema,
} from '@orrery/contract/backends/settings.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Database } from '../database/open-database.ts';
import { openTestDatabase } from '../database/testing/test-database.ts';
import { anInstance, everyCapability } from '../http/testing/samples.ts';
import { RequestError } from '../errors/request-error.ts';
import type { InventoryService } from '../inventory/inventory-service.ts';
import { row } from '../inventory/resource-row.ts';
import { createInventory, ManualRuntime, partUp, reported } from '../inventory/testing/inventory-rig.ts';
import { BackendsService } from './backends-service.ts';
import { createBackendStore } from './backend-store.ts';
import type { AnyProviderModule, ProviderKinds } from './provider-kinds.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
}, 60_000);
afterAll(() => database.close());

/** Hides the text and binds the record: enough to see that settings are sealed. */
const box = {
  seal: (plain: string, id: string) => `${id}|${Buffer.from(plain).toString('hex')}`,
  open: (sealed: string, id: string) => {
    if (!sealed.startsWith(`${id}|`)) throw new Error('it belongs to another record');
    return Buffer.from(sealed.slice(id.length + 1), 'hex').toString();
  },
};
const simulator: BackendSettings = simulatorSettingsSchema.parse({
  kind: 'simulator',
  hosts: 1,
  instances: 1,
});

function moduleWith(provider: Partial<Provider>): AnyProviderModule {
  const whole: Provider = {
    capabilities: () => everyCapability,
    start: () => undefined,
    stop: async () => undefined,
    refresh: async () => undefined,
    act: async () => ({}),
    resolve: async () => ({ state: 'not-started' }),
    raw: async () => ({ format: 'json', text: '{}' }),
    ...provider,
  };
  return {
    capabilities: everyCapability,
    open: () => whole,
    probe: async () => ({ ok: true, parts: [] }),
  };
}

const running: { backends: BackendsService; inventory: InventoryService }[] = [];
async function start(options: { yaml?: unknown; kinds?: ProviderKinds; demo?: boolean } = {}) {
  const clock = new ManualRuntime();
  const { inventory, logged } = createInventory(clock);
  await inventory.start();
  const backends = new BackendsService({
    inventory,
    clock,
    store: createBackendStore(database.db, box),
    config: configFileSchema.parse(options.yaml ?? {}),
    demo: options.demo,
    kinds: options.kinds ?? { simulator: async () => moduleWith({}) },
    log: (level, message) => logged.push({ level, message }),
    findLocal: async () => [],
  });
  await backends.start();
  await clock.advance(500);
  running.push({ backends, inventory });
  return { backends, inventory, clock, shown: (id: string) => row(inventory.store, 'backend', id) };
}
afterEach(async () => {
  for (const { backends, inventory } of running.splice(0)) {
    await backends.stop();
    await inventory.stop();
  }
});
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof RequestError ? error.code : String(error)),
  );

describe('which backends there are', () => {
  it('the demo when nothing is configured', async () => {
    const { backends, shown } = await start();
    expect(shown('demo')).toMatchObject({ demo: true, origin: 'built-in' });
    expect(backends.demo()).toBe(true);
  });

  it('no demo beside a configuration, unless asked for; none at all when refused', async () => {
    const yaml = { backends: [{ id: 'own', ...simulator }] };
    expect((await start({ yaml })).shown('demo')).toBeUndefined();
    expect((await start({ yaml, demo: true })).shown('demo')).toBeDefined();
    expect((await start({ demo: false })).shown('demo')).toBeUndefined();
  });

  it('one of a kind that is not there yet is shown as down, with the reason', async () => {
    const yaml = {
      backends: [{ id: 'ct', kind: 'docker', hosts: [{ url: 'unix:///var/run/docker.sock' }] }],
    };
    const { shown } = await start({ yaml });
    expect(shown('ct')).toMatchObject({
      status: 'down',
      origin: 'file',
      reason: expect.stringContaining('docker'),
    });
  });
});

describe('backends of the browser', () => {
  it('are kept sealed, come back after a restart, and can be removed', async () => {
    const first = await start();
    await first.backends.add({ id: 'mine', name: 'Mine', settings: simulator });
    const stored = await database.pool.query<{ settings: string }>('select settings from backend');
    expect(stored.rows[0]?.settings).not.toContain('simulator');
    expect(await codeOf(first.backends.add({ id: 'mine', name: 'Again', settings: simulator }))).toBe(
      'name.taken',
    );
    const second = await start();
    expect(second.shown('mine')).toMatchObject({ name: 'Mine', origin: 'database' });
    await second.backends.remove('mine');
    await second.clock.advance(500);
    expect(second.shown('mine')).toBeUndefined();
    expect((await start()).shown('mine')).toBeUndefined();
  });

  it('can be changed: kept sealed, connected anew, and of the same kind', async () => {
    const { backends, shown, clock } = await start();
    await backends.add({ id: 'shift', name: 'Shift', settings: simulator });
    const settings = simulatorSettingsSchema.parse({ ...simulator, instances: 2 });
    await backends.change('shift', { name: 'Night shift', settings });
    await clock.advance(500);
    expect(shown('shift')).toMatchObject({ name: 'Night shift', origin: 'database' });
    expect(await backends.settings('shift')).toMatchObject({ kind: 'simulator', instances: 2 });
    expect((await start()).shown('shift')).toMatchObject({ name: 'Night shift' });
    const other: BackendSettings = { kind: 'libvirt', hosts: [{ uri: 'qemu:///system' }] };
    expect(await codeOf(backends.change('shift', { settings: other }))).toBe('request.invalid');
    expect(await codeOf(backends.change('demo', { name: 'Mine' }))).toBe('backend.read-only');
    expect(await codeOf(backends.settings('nowhere'))).toBe('resource.not-found');
    await backends.remove('shift');
  });

  it('whose settings cannot be read are shown with the reason', async () => {
    await database.pool.query(
      `insert into backend values ('moved', 'Moved', 'simulator', 'backend/other|x', now())`,
    );
    const { shown, backends } = await start();
    expect(shown('moved')).toMatchObject({
      status: 'down',
      reason: expect.stringContaining('another record'),
    });
    await backends.remove('moved');
  });

  it('others are not theirs to remove, and secrets cannot be read from this machine', async () => {
    const { backends } = await start();
    expect(await codeOf(backends.remove('demo'))).toBe('backend.read-only');
    const { probe } = backends;
    const settings: BackendSettings = {
      kind: 'vsphere',
      url: 'https://vc/sdk',
      username: 'u',
      password: { file: '/etc/shadow' },
    };
    expect(await codeOf(probe.call(backends, settings, AbortSignal.timeout(1_000)))).toBe('request.invalid');
  });
});

describe('a bad provider', () => {
  it('that throws when opened or started is a backend that is down, and the others go on', async () => {
    const broken = {
      ...moduleWith({}),
      open: () => {
        throw new Error('no such library');
      },
    };
    const yaml = {
      backends: [
        { id: 'bad', kind: 'docker', hosts: [{ url: 'unix:///x' }] },
        { id: 'good', ...simulator },
      ],
    };
    const kinds: ProviderKinds = {
      docker: async () => broken,
      simulator: async () =>
        moduleWith({
          start: sink => {
            sink.health(partUp('h', '2026-03-04T10:00:00.000Z'));
            sink.upsert([reported(anInstance({ id: 'good:i', name: 'i' }))]);
          },
        }),
    };
    const { shown, inventory } = await start({ yaml, kinds });
    expect(shown('bad')).toMatchObject({ status: 'down', reason: 'no such library' });
    expect(shown('good')).toMatchObject({ status: 'up', instanceCount: 1 });
    expect(inventory.store.get('instance', 'good:i')).toBeDefined();
  });

  it('that never answers is not waited for', async () => {
    const never = () => new Promise<never>(() => {});
    const { backends, clock } = await start({
      kinds: { simulator: async () => moduleWith({ refresh: never, stop: never }) },
    });
    const refreshed = codeOf(backends.refresh('demo', new AbortController().signal));
    await clock.advance(130_000);
    expect(await refreshed).toBe('backend.timeout');
    const stopped = backends.stop();
    await clock.advance(6_000);
    await stopped;
  });

  it('refuses with its own words for those who may know them', async () => {
    const refuse = async () => {
      throw new ProviderError('backend.unavailable', 'kvm-1 does not answer', { advice: 'Start its daemon' });
    };
    const { backends } = await start({ kinds: { simulator: async () => moduleWith({ refresh: refuse }) } });
    const error = await backends
      .refresh('demo', new AbortController().signal)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'backend.unavailable', message: 'kvm-1 does not answer' });
  });
});
