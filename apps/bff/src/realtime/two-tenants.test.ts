import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { resourceKinds } from '@orrery/contract/resources/base.ts';
import { maySomewhere } from '../authz/principal.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { expect, it } from 'vitest';
import { aHost, anInstance, anOperation } from '../http/testing/samples.ts';
import { createInventoryReader } from '../inventory/inventory-reader.ts';
import { createLiveQueries } from '../inventory/live-inventory.ts';
import {
  createInventory,
  ManualRuntime,
  openLab,
  partUp,
  reported,
} from '../inventory/testing/inventory-rig.ts';
import { person } from '../operations/testing/operations-rig.ts';
import { quietClient, rowsOf } from './testing/quiet-client.ts';

const red = person('rita', { projects: { 'project-red': 'manager' } });
const mine = resourceKinds.filter(kind =>
  maySomewhere(red.principal, resourceRegistry[kind].visibility.permission),
);

/** Events have random ids and few names: by time their order is the same in both worlds. */
const sortOf = (kind: ResourceKind): string => (kind === 'event' ? '-at' : 'name');

/** The same numbers every time: xorshift32. */
function randomNumbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** What red is sent, by REST and by socket, while both projects change; with `blue` false, blue does not exist. */
async function transcriptOfRed(blue: boolean): Promise<string[]> {
  const clock = new ManualRuntime();
  const { inventory } = createInventory(clock);
  await inventory.start();
  const live = createLiveQueries(inventory.store, clock);
  const reader = createInventoryReader(inventory);
  const feed = openLab(inventory);
  feed.sink.health(partUp('kvm-secret', new Date(clock.now()).toISOString()));
  feed.sink.upsert([reported(aHost({ id: 'lab:kvm-secret', name: 'kvm-secret' }))]);
  const client = quietClient({ inventory, live, principal: red.principal });
  for (const kind of mine) client.subscribe({ ...rowsOf(kind), sort: sortOf(kind) });
  for (const groupBy of [null, 'status', 'project']) {
    client.subscribe({
      type: 'aggregate',
      topic: 'instance',
      q: '',
      groupBy,
      sums: ['vcpus'],
      project: null,
    });
  }
  // A project that is not one's own, and texts that only the other's rows have.
  client.subscribe({ ...rowsOf('instance'), project: 'project-blue' });
  client.subscribe(rowsOf('instance', { q: 'blue' }));
  const random = randomNumbers(42);
  for (let step = 0; step < 300; step++) {
    const n = random(12);
    const isBlue = n % 2 === 1;
    const status = random(2) === 0 ? ('running' as const) : ('stopped' as const);
    const gone = random(10) === 0;
    await clock.advance(70);
    if (!isBlue || blue) change(isBlue, n, { status, gone });
    if (step % 20 === 0) for (const kind of mine) client.transcript.push(JSON.stringify(ask(kind)));
  }
  live.stop();
  await inventory.stop();
  return client.transcript;

  function ask(kind: ResourceKind) {
    return [
      reader.list(red, kind, { q: '', sort: sortOf(kind) }),
      reader.get(red, kind, 'lab:blue-1') ?? null,
    ];
  }

  function change(
    isBlue: boolean,
    n: number,
    { status, gone }: { status: 'running' | 'stopped'; gone: boolean },
  ) {
    const project = isBlue ? 'project-blue' : 'project-red';
    const name = `${isBlue ? 'blue' : 'red'}-${n}`;
    const asOf = new Date(clock.now()).toISOString();
    const at = { asOf, name, project, host: 'lab:kvm-secret', hostName: 'kvm-secret' };
    if (gone) feed.sink.remove([`lab:${name}`]);
    else feed.sink.upsert([reported(anInstance({ ...at, id: `lab:${name}`, status, powerState: status }))]);
    const target = {
      targetKind: 'instance',
      target: `lab:${name}`,
      targetName: name,
      host: 'lab:kvm-secret',
    } as const;
    feed.sink.event({ type: `instance.${status}`, severity: 'info', message: name, ...target, at: asOf });
    const cause = 'no connection to kvm-secret';
    inventory.publish([
      anOperation({
        id: `op-${name}`,
        project,
        name,
        asOf,
        message: cause,
        error: { code: 'backend.refused', message: 'The backend refused', cause, advice: cause },
      }),
    ]);
  }
}

/**
 * The stream of each live query and the answers of REST. Names of queries and events are random, and ages are the
 * clock's; which of two queries speaks first in a turn is nobody's secret. The rest must be the same, byte for byte.
 */
function comparable(transcript: readonly string[]): string[][] {
  const streams = new Map<string, string[]>();
  for (const text of transcript) {
    const query = /"query":"([^"]+)"/.exec(text)?.[1] ?? 'REST';
    const stream = streams.get(query) ?? [];
    streams.set(query, stream);
    stream.push(
      text
        .replaceAll(/"query":"[^"]+"/g, '"query":""')
        .replaceAll(/"epoch":"[^"]+"/g, '"epoch":""')
        .replaceAll(/"asOf":"[^"]+"/g, '"asOf":""')
        .replaceAll(/"nextCursor":"[^"]+"/g, '"nextCursor":"after an event"')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/g, 'an event'),
    );
  }
  return [...streams.values()];
}

it('S2: what a tenant is sent is, byte for byte, what it would be sent if no other project existed', async () => {
  const alone = await transcriptOfRed(false);
  const beside = await transcriptOfRed(true);
  expect(alone.length).toBeGreaterThan(300);
  expect(comparable(beside)).toEqual(comparable(alone));
});

it('S2: no id, name or host of anything that is not its own is in any answer or frame', async () => {
  const text = (await transcriptOfRed(true)).join('\n').replaceAll('project-blue', '');
  expect(text).toContain('red-2');
  expect(text).not.toMatch(/blue-|kvm-secret/);
});
