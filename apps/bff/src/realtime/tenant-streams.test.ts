import { type ResourceKind, resourceKinds } from '@orrery/contract/resources/base.ts';
import type { SubscribeRequest } from '@orrery/contract/realtime/messages.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { fieldTables } from '@orrery/inventory/fields/tables.ts';
import { expect, it } from 'vitest';
import { RequestError } from '../errors/request-error.ts';
import { markedId, markedRows } from '../http/testing/marked-rows.ts';
import { createInventoryReader } from '../inventory/inventory-reader.ts';
import { createLiveQueries } from '../inventory/live-inventory.ts';
import { createInventory, ManualRuntime, openLab } from '../inventory/testing/inventory-rig.ts';
import { person } from '../operations/testing/operations-rig.ts';
import { quietClient, rowsOf } from './testing/quiet-client.ts';

const blue = 'mine-project';
const red = 'foreign-project';
const tenant = person('mine', { projects: { [blue]: 'manager' } });
const isFleet = (kind: ResourceKind) => resourceRegistry[kind].visibility.by === 'fleet';
const kinds = resourceKinds.filter(kind => !isFleet(kind));

const mine = markedRows({ owner: 'mine', project: blue }).filter(({ kind }) => !isFleet(kind));
const others = [
  ...markedRows({ owner: 'foreign', project: red }),
  // Images and flavors of nobody are everybody's.
  ...markedRows({ owner: 'unowned', project: null }).filter(
    ({ kind }) => resourceRegistry[kind].visibility.by !== 'shared',
  ),
];
/** One of each kind that is given to the other project while it is looked at. */
const given = new Set(kinds.map(kind => markedId(kind, 'mine', 2)));

/** A kind asked in every way that its fields allow. */
function requestsOf(topic: ResourceKind): SubscribeRequest[] {
  const aggregate = (groupBy: string | null, sums: string[]): SubscribeRequest => ({
    ...{ type: 'aggregate', topic, q: '', groupBy, sums, project: null },
  });
  return [
    rowsOf(topic),
    rowsOf(topic, { q: 'foreign' }),
    rowsOf(topic, { q: `project:${red}` }),
    rowsOf(topic, { q: `id:${markedId(topic, 'mine')}` }),
    rowsOf(topic, { q: `id:${markedId(topic, 'foreign')}` }),
    { ...rowsOf(topic), project: red },
    ...Object.keys(fieldTables[topic]).flatMap((name): SubscribeRequest[] => [
      { ...rowsOf(topic), sort: `-${name}` },
      rowsOf(topic, { q: `${name}:*foreign*` }),
      rowsOf(topic, { q: `has:${name}` }),
      aggregate(name, []),
      aggregate(null, [name]),
    ]),
  ];
}

/** What each question was answered and sent, by question; with `beside` false, there is nobody else. */
async function answers(beside: boolean): Promise<Map<string, string>> {
  const clock = new ManualRuntime();
  const { inventory } = createInventory(clock);
  await inventory.start();
  openLab(inventory);
  const live = createLiveQueries(inventory.store, clock);
  const reader = createInventoryReader(inventory);
  const told = new Map<string, string>();
  inventory.publish(mine);
  if (beside) inventory.publish(others);
  const streams = kinds.flatMap(kind =>
    requestsOf(kind).map(request => {
      const client = quietClient({ inventory, live, principal: tenant.principal });
      client.subscribe(request);
      return { request, client };
    }),
  );
  await clock.advance(1_000);
  if (beside) inventory.publish(others.map(row => ({ ...row, name: `${row.name}-renamed` })));
  await clock.advance(1_000);
  const lost = mine.filter(({ id }) => given.has(id));
  if (beside) inventory.publish(lost.map((row): Resource => ({ ...row, name: 'foreign now', project: red })));
  else for (const { kind, id } of lost) inventory.retract(kind, [id]);
  await clock.advance(1_000);
  for (const { request, client } of streams) {
    told.set(JSON.stringify(request), comparable(client.transcript));
    if (request.type !== 'rows') continue;
    const { topic, q, sort } = request;
    told.set(
      `REST ${topic} ${q} ${sort}`,
      listed(() => reader.list(tenant, topic, { q, sort })),
    );
  }
  live.stop();
  await inventory.stop();
  return told;
}

function listed(list: () => unknown): string {
  try {
    return JSON.stringify(list());
  } catch (error) {
    if (error instanceof RequestError) return `${error.code} ${JSON.stringify(error.reasons)}`;
    throw error;
  }
}

/** Names of queries are random. */
const comparable = (transcript: readonly string[]): string =>
  transcript
    .join('\n')
    .replaceAll(/"(query|epoch)":"[^"]+"/g, '"$1":""')
    .replaceAll(/"asOf":"[^"]+"/g, '"asOf":""');

it('S2: every list, stream and count of every topic, by every field, is the same as if nobody else existed', async () => {
  const alone = await answers(false);
  const beside = await answers(true);
  expect(alone.size).toBeGreaterThan(1_000);
  const differing = [...alone].filter(([question, answer]) => beside.get(question) !== answer);
  expect(differing.map(([question, answer]) => ({ question, answer, beside: beside.get(question) }))).toEqual(
    [],
  );
}, 300_000);
