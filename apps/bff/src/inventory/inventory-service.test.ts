import { mkdtemp, rm, truncate, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aHost, anInstance } from '../http/testing/samples.ts';
import type { BackendFeed } from './backend-feed.ts';
import type { InventoryService } from './inventory-service.ts';
import { row } from './resource-row.ts';
import { aCluster } from './testing/cluster.ts';
import { SnapshotFile } from './snapshot-file.ts';
import {
  createInventory,
  ManualRuntime,
  memoryEventLog,
  openLab,
  partDown,
  partUp,
  reported,
} from './testing/inventory-rig.ts';

let clock: ManualRuntime;
let inventory: InventoryService;
let feed: BackendFeed;
const now = () => new Date(clock.now()).toISOString();
const host = (n: number, more: Partial<Host> = {}) =>
  reported(aHost({ id: `lab:h-${n}`, name: `kvm-${n}`, cluster: 'lab:c', asOf: now(), ...more }));
const instance = (n: number, more: Partial<Instance> = {}) =>
  reported(
    anInstance({
      id: `lab:i-${n}`,
      name: `web-${n}`,
      host: 'lab:h-1',
      hostName: 'kvm-1',
      asOf: now(),
      ...more,
    }),
  );
const running = { status: 'running', powerState: 'running' } as const;
const cluster = reported(aCluster());

beforeEach(async () => {
  clock = new ManualRuntime();
  ({ inventory } = createInventory(clock));
  await inventory.start();
  feed = openLab(inventory);
  for (const n of [1, 2]) feed.sink.health(partUp(`kvm-${n}`, now()));
  feed.sink.replace({
    part: 'kvm-1',
    kinds: ['host', 'instance'],
    resources: [host(1), instance(1, running), instance(2)],
  });
  feed.sink.replace({
    part: 'kvm-2',
    kinds: ['host', 'instance'],
    resources: [host(2), instance(3, { host: 'lab:h-2', hostName: 'kvm-2' })],
  });
  await clock.advance(500);
});
afterEach(() => inventory.stop());

const get = (n: number) => row(inventory.store, 'instance', `lab:i-${n}`);
const backend = () => row(inventory.store, 'backend', 'lab');

describe('what backends report', () => {
  it('is held as reported; a list of one part says nothing of the other', async () => {
    await clock.advance(1_000);
    feed.sink.replace({ part: 'kvm-1', kinds: ['host', 'instance'], resources: [host(1), instance(2)] });
    await clock.advance(500);
    expect(get(1)).toBeUndefined();
    expect(get(2)).toMatchObject({ name: 'web-2', stale: false });
    expect(get(3)).toBeDefined();
  });

  it('an instance that moved belongs to its new host, and the old one does not take it away', async () => {
    await clock.advance(1_000);
    feed.sink.upsert([instance(1, { ...running, host: 'lab:h-2', hostName: 'kvm-2' })]);
    feed.sink.replace({ part: 'kvm-1', kinds: ['host', 'instance'], resources: [host(1), instance(2)] });
    await clock.advance(500);
    expect(get(1)).toMatchObject({ hostName: 'kvm-2' });
  });

  it('sums of hosts and clusters follow their instances', async () => {
    feed.sink.upsert([cluster]);
    feed.sink.upsert([instance(2, running)]);
    await clock.advance(500);
    expect(row(inventory.store, 'host', 'lab:h-1')).toMatchObject({
      instanceCount: 2,
      runningCount: 2,
      vcpusPromised: 4,
    });
    expect(row(inventory.store, 'cluster', 'lab:c')).toMatchObject({
      status: 'up',
      hostCount: 2,
      instanceCount: 3,
      runningCount: 2,
      threads: 16,
    });
    feed.sink.remove(['lab:i-2']);
    await clock.advance(500);
    expect(row(inventory.store, 'cluster', 'lab:c')).toMatchObject({ instanceCount: 2, runningCount: 1 });
    expect(backend()).toMatchObject({ status: 'up', hostCount: 2, instanceCount: 2 });
  });

  it('figures stay over a list that does not measure, and go when it stops', async () => {
    feed.sink.metrics([{ id: 'lab:i-1', kind: 'instance', asOf: now(), source: 'poll', cpuPercent: 42 }]);
    await clock.advance(1_000);
    feed.sink.upsert([instance(1, running)]);
    await clock.advance(100);
    expect(get(1)?.cpuPercent).toBe(42);
    feed.sink.upsert([instance(1, { status: 'stopped', powerState: 'stopped' })]);
    await clock.advance(100);
    expect(get(1)).toMatchObject({ powerState: 'stopped' });
  });

  it('of a resource only the latest waits, however often it is reported', () => {
    for (let i = 0; i < 10_000; i++) feed.sink.upsert([instance(1, { title: `t${i}` })]);
    expect(feed.queue.size).toBe(1);
  });

  it('refuses what is not its own, and goes on', async () => {
    feed.sink.upsert([reported(anInstance({ id: 'other:i-9' }))]);
    feed.sink.upsert([instance(4)]);
    await clock.advance(100);
    expect(inventory.store.get('instance', 'other:i-9')).toBeUndefined();
    expect(get(4)).toBeDefined();
  });
});

describe('age', () => {
  it('a lost part makes its own rows stale at once, with the age they had', async () => {
    const before = get(1)?.asOf;
    await clock.advance(4_000);
    feed.sink.health(partDown('kvm-1'));
    await clock.advance(500);
    expect(get(1)).toMatchObject({ stale: true, asOf: before });
    expect(get(3)).toMatchObject({ stale: false });
    expect(row(inventory.store, 'host', 'lab:h-1')).toMatchObject({
      status: 'unreachable',
      reason: 'Connection refused',
    });
    expect(backend()).toMatchObject({ status: 'degraded', reason: 'kvm-1: Connection refused' });
  });

  it('a part that is back is believed when it has listed, not before', async () => {
    feed.sink.health(partDown('kvm-1'));
    await clock.advance(2_000);
    feed.sink.health(partUp('kvm-1', now()));
    await clock.advance(2_000);
    expect(get(1)?.stale).toBe(true);
    feed.sink.replace({
      part: 'kvm-1',
      kinds: ['host', 'instance'],
      resources: [host(1), instance(1, running)],
    });
    await clock.advance(500);
    expect(get(1)?.stale).toBe(false);
    expect(get(2)).toBeUndefined();
  });

  it('silence beyond the promise is stale within a second; a sign of life ends it', async () => {
    await clock.advance(12_000);
    feed.sink.health(partUp('kvm-2', now()));
    await clock.advance(4_100);
    expect(get(1)?.stale).toBe(true);
    expect(get(3)?.stale).toBe(false);
    feed.sink.health(partUp('kvm-1', now()));
    await clock.advance(100);
    expect(get(1)?.stale).toBe(false);
  });
});

describe('over a restart', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orrery-inventory-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function restart(file: SnapshotFile) {
    const second = createInventory(clock, { snapshot: file });
    await second.inventory.start();
    const lab = openLab(second.inventory);
    await clock.advance(300);
    return { ...second, lab };
  }

  async function save(): Promise<SnapshotFile> {
    const file = new SnapshotFile(join(folder, 'inventory.jsonl.gz'));
    const first = createInventory(clock, { snapshot: file });
    await first.inventory.start();
    const lab = openLab(first.inventory);
    lab.sink.health(partUp('kvm-1', now()));
    lab.sink.replace({
      part: 'kvm-1',
      kinds: ['host', 'instance'],
      resources: [host(1), instance(1, running), instance(2)],
    });
    await clock.advance(500);
    first.inventory.transitions.begin('lab:i-1', 'op', 'stopping');
    await first.inventory.stop();
    return file;
  }

  it('what was known is shown at once, never as fresh', async () => {
    const { inventory: second } = await restart(await save());
    const held = row(second.store, 'instance', 'lab:i-1');
    expect(held).toMatchObject({ name: 'web-1', stale: true, status: 'running' });
    await second.stop();
  });

  it('what the first list confirms is fresh, and what none of the lists has is gone', async () => {
    const { inventory: second, lab } = await restart(await save());
    lab.sink.health(partUp('kvm-1', now()));
    lab.sink.replace({
      part: 'kvm-1',
      kinds: ['host', 'instance'],
      resources: [host(1), instance(1, running)],
    });
    await clock.advance(2_000);
    expect(row(second.store, 'instance', 'lab:i-1')).toMatchObject({ stale: false });
    expect(row(second.store, 'instance', 'lab:i-2')).toBeUndefined();
    await second.stop();
  });

  it('a damaged file is reported and costs only what was damaged', async () => {
    const file = await save();
    const path = join(folder, 'inventory.jsonl.gz');
    await truncate(path, Math.floor((await stat(path)).size / 2));
    const { inventory: second, logged } = await restart(file);
    expect(logged).toContainEqual({ level: 'warn', message: 'the saved inventory is damaged' });
    await second.stop();
  });
});

it('events are attributed, kept, and bounded in memory', async () => {
  const events = memoryEventLog();
  const { inventory: own } = createInventory(clock, { events });
  await own.start();
  const lab = openLab(own);
  lab.sink.upsert([instance(1, { project: 'red' })]);
  await clock.advance(100);
  for (let i = 0; i < 5_010; i++) {
    const target = {
      targetKind: 'instance',
      target: 'lab:i-1',
      targetName: 'web-1',
      host: 'lab:h-1',
    } as const;
    lab.sink.event({ type: 'instance.started', severity: 'info', message: `${i}`, ...target, at: now() });
    if (i === 2_500) await own.journal.flush();
  }
  await own.journal.flush();
  expect(own.store.count('event')).toBe(5_000);
  expect(events.events).toHaveLength(5_010);
  expect(events.events[0]).toMatchObject({ project: 'red', actor: { kind: 'outside' } });
  await own.stop();
});

it('what a project makes and deletes is told to that project, with no row to say whose it is', async () => {
  const events = memoryEventLog();
  const { inventory: own } = createInventory(clock, { events });
  await own.start();
  const lab = openLab(own);
  const actor = { kind: 'user', id: 'u1', name: 'ann' } as const;
  own.journal.attribute = target =>
    target === 'lab:i-9' ? { actor, operation: 'op-1', project: 'red' } : null;
  const target = { targetKind: 'instance', target: 'lab:i-9', targetName: 'new', host: null } as const;
  lab.sink.event({ type: 'instance.created', severity: 'info', message: 'made', ...target, at: now() });
  await own.journal.flush();
  expect(events.events[0]).toMatchObject({ project: 'red', actor, operation: 'op-1' });
  await own.stop();
});
