import { randomUUID } from 'node:crypto';
import { routes } from '@orrery/contract/http/routes.ts';
import { resourceKinds } from '@orrery/contract/resources/base.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { networkCreationSchema, volumeCreationSchema } from '@orrery/contract/creation/creation.ts';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject } from '../identity/projects.ts';
import { rulesOf } from '../inventory/actions-of.ts';
import { call, type Somebody, somebody, textOf } from './testing/caller.ts';
import { marked, markedId, markedRow, markedRows } from './testing/marked-rows.ts';
import { anInstance, anOperation } from './testing/samples.ts';
import { attemptsOf, type Attempt, type Foreign, listsOf } from './testing/tenant-requests.ts';
import { startTestBff, type TestBff } from './testing/test-bff.ts';

/** All of a project see the same rows; who may change what in it is the matrix's (route-matrix.test.ts). */
type Role = 'nobody' | 'manager';

/**
 * Fields of text that a tenant is told of what is the tenant's own. Before a new one is added here: can it name a host,
 * a back end, another project, or what is another project's? Then it belongs to `topologyFields`.
 */
const toldOfOwn: Record<string, string> = {
  alarm: 'name target targetName',
  event: 'actor.id actor.name message name operation target targetName type',
  flavor: 'description name',
  image:
    'architecture catalogue.description catalogue.problem.code catalogue.problem.message catalogue.sha256 catalogue.source.fileName catalogue.source.url format name os',
  instance:
    'addresses.address addresses.mac architecture description disks.bus disks.device disks.format disks.volume firmware flavor group image interfaces.mac interfaces.model interfaces.network interfaces.networkName name networks securityGroups service tags title volumes',
  network: 'cidrs dhcpRanges.end dhcpRanges.start name',
  operation: 'action actor.id actor.name batch error.code error.message name phases.name target targetName',
  project: 'description members.user members.username name',
  snapshot: 'description instance instanceName name parent',
  volume: 'attachedTo format name',
};

let bff: TestBff;
let blue = '';
const people = new Map<Role, Somebody>();
/** Answers by who asked what, before anything of others was there and after. */
const alone = new Map<string, string>();
const beside = new Map<string, string>();
const statuses = new Map<string, number>();
let strangers: Foreign;

const nobodys = (): Foreign => ({
  ...{ project: randomUUID(), user: randomUUID(), image: randomUUID(), group: randomUUID() },
  ...{ view: randomUUID(), key: randomUUID(), request: randomUUID() },
});

beforeAll(async () => {
  bff = await startTestBff();
  blue = await createProject(bff.identity, { name: 'blue', description: null });
  people.set('nobody', await somebody(bff));
  people.set('manager', await somebody(bff, { in: { [blue]: 'manager' } }));
  const publish = bff.fleet.inventory.publish;
  publish(markedRows({ owner: 'mine', project: blue }).filter(({ kind }) => !isFleet(kind)));
  // The fleet is there before others are: how much room it has may be told.
  publish(markedRows({ owner: 'foreign', project: null }).filter(({ kind }) => isFleet(kind)));
  await crawl(alone, nobodys());
  strangers = await moveIn();
  await crawl(beside, strangers);
}, 300_000);
afterAll(() => bff.close());

const isFleet = (kind: (typeof resourceKinds)[number]) => resourceRegistry[kind].visibility.by === 'fleet';

/** Another project, with everything that there can be in one, and everything that nobody owns. */
async function moveIn(): Promise<Foreign> {
  const project = await createProject(bff.identity, { name: 'foreign-red', description: 'foreign' });
  const { id: user, cookie } = await somebody(bff, { in: { [project]: 'manager' } });
  const make = async (path: string, body: object) => {
    const made = await call(bff, `/api/v1${path}`, { method: 'POST', body, headers: cookie });
    expect(made.status, made.text).toBeLessThan(300);
    return textOf(made.json, 'id') ?? '';
  };
  const share = { with: 'project', project };
  const foreign = {
    project,
    user,
    image: await make('/images', { name: 'foreign', source: { from: 'upload', sizeBytes: 10 } }),
    group: await make('/security-groups', { name: 'foreign', project }),
    view: await make('/views', { kind: 'instance', name: 'foreign', state: { q: 'foreign' }, share }),
    key: await make('/keypairs', { name: 'foreign' }),
    request: await make(`/projects/${project}/quota-requests`, {
      quota: { instances: 99 },
      reason: 'foreign',
    }),
  };
  const publish = bff.fleet.inventory.publish;
  publish(markedRows({ owner: 'foreign', project }).filter(({ kind }) => !isFleet(kind)));
  // Images and flavors of nobody are everybody's.
  const own = resourceKinds.filter(kind => resourceRegistry[kind].visibility.by !== 'shared');
  publish(
    own.flatMap(kind => [0, 1, 2].map(form => markedRow(kind, { owner: 'unowned', project: null }, form))),
  );
  return foreign;
}

async function crawl(into: Map<string, string>, of: Foreign): Promise<void> {
  const attempts = routes.flatMap(spec => attemptsOf(spec, of));
  const lists = resourceKinds.filter(kind => !isFleet(kind)).flatMap(kind => listsOf(kind, of));
  for (const attempt of attempts.filter(({ method }) => method === 'GET'))
    await ask(into, { role: 'nobody', attempt, of });
  for (const attempt of [...attempts, ...lists]) await ask(into, { role: 'manager', attempt, of });
}

async function ask(
  into: Map<string, string>,
  { role, attempt, of }: { role: Role; attempt: Attempt; of: Foreign },
): Promise<void> {
  const { method, path, body, headers } = attempt;
  const options = { method, body, headers: { ...people.get(role)?.cookie, ...headers } };
  const { status, text } = await call(bff, `/api/v1${path}`, options);
  const key = comparable(`${role} ${method} ${path} ${JSON.stringify(body)} ${JSON.stringify(headers)}`, of);
  statuses.set(key, status);
  into.set(key, `${status} ${comparable(text, of)}`);
}

/** Ids that are random take the name of what they are; the id of a request is nobody's secret. */
const comparable = (text: string, of: Foreign): string =>
  Object.entries(of)
    .reduce((said, [name, id]) => said.replaceAll(id, `<${name}>`).replaceAll(btoa(id), `<${name}>`), text)
    .replaceAll(/"instance":"[0-9a-f-]{36}"/g, '"instance":""');

describe('S2: a tenant learns nothing of others, over any route', () => {
  it('every answer is the same, byte for byte, as if no other project existed', () => {
    const differing = [...alone].filter(([key, answer]) => beside.get(key) !== answer);
    expect(differing.map(([key, answer]) => ({ key, alone: answer, beside: beside.get(key) }))).toEqual([]);
    expect(alone.size).toBeGreaterThan(500);
  });

  it('no answer has a word of the fleet or of others in it', () => {
    const words = [...beside].map(([key, answer]) => ({
      key,
      found: answer.match(/(foreign|unowned):[\w.-]+/g),
    }));
    expect(words.filter(({ found }) => found !== null)).toEqual([]);
  });

  it('of its own things it is told these fields, and no others', () => {
    const told = new Set([...beside.values()].flatMap(answer => answer.match(/mine:[\w.-]+/g) ?? []));
    const reviewed = Object.entries(toldOfOwn).flatMap(([kind, fields]) =>
      fields.split(' ').map(field => `mine:${kind}.${field}`),
    );
    expect([...told].sort()).toEqual(reviewed.sort());
  });

  it('nothing of others can be changed or used', () => {
    const done = [...beside]
      .filter(([key]) => !/^\w+ (GET|HEAD) /.test(key))
      .filter(([, answer]) => {
        if (!answer.startsWith('2')) return false;
        return !/"allowed":\[\]|"ok":false/.test(answer);
      });
    expect(done).toEqual([]);
  });
});

describe('what only one of two worlds can show', () => {
  const asManager = (method: string, path: string, body?: unknown) =>
    call(bff, `/api/v1${path}`, { method, body, headers: people.get('manager')?.cookie ?? {} });

  it('whether there is such a host is not told to who may not choose one', async () => {
    const wish = { name: 'lan', type: 'nat', cidr: '10.9.0.0/24' };
    const [there, not] = await Promise.all(
      [markedId('host', 'foreign'), 'lab:no-such-host'].map(host =>
        asManager('POST', '/networks', { ...wish, host }),
      ),
    );
    expect(there?.json).toEqual({ ...Object(not?.json), instance: expect.any(String) });
    expect(there?.code).toBe('permission.denied');
  });

  it('an instance is not given away while it is on a network of its project', async () => {
    const admin = await somebody(bff, { role: 'admin' });
    const lan = markedRow('network', { owner: 'mine', project: blue });
    const instance = { ...anInstance({ id: 'lab:tied', project: blue }), networks: [lan.id] };
    bff.fleet.inventory.publish([lan, instance]);
    const assign = (project: string | null) =>
      call(bff, '/api/v1/instances/lab:tied/actions/assign', {
        ...{ method: 'POST', body: { project }, headers: admin.cookie },
      });
    const refused = await assign(strangers.project);
    expect([refused.status, refused.code]).toEqual([409, 'action.refused']);
    expect(refused.text).toContain('reference.foreign');
    expect((await assign(blue)).status).toBe(202);
  });

  it('of what administrators ask of its instances, a tenant is told no part of the fleet and no other project', async () => {
    const asked = resourceKinds
      .filter(kind => !isFleet(kind))
      .flatMap(rulesOf)
      .map(({ name, args }) => ({ name, args: marked(args, `args:${name}`) }));
    const creations = [
      { name: 'createVolume', args: marked(volumeCreationSchema, 'args:createVolume') },
      { name: 'createNetwork', args: marked(networkCreationSchema, 'args:createNetwork') },
    ];
    bff.fleet.inventory.publish(
      [...asked, ...creations].map(({ name, args }, at) =>
        anOperation({
          id: `op-${at}`,
          action: name,
          project: blue,
          args: z.record(z.string(), z.unknown()).parse(args),
        }),
      ),
    );
    const { text } = await asManager('GET', '/operations?limit=1000');
    const told = new Set(text.match(/(?<=args:)[\w.-]+/g));
    expect([...told].sort()).toEqual([
      'attachNetwork.network',
      'attachVolume.volume',
      'createImage.description',
      'createImage.name',
      'createNetwork.cidr',
      'createNetwork.dhcpRange.end',
      'createNetwork.dhcpRange.start',
      'createNetwork.name',
      'createVolume.name',
      'createVolume.source.volume',
      'describe.description',
      'describe.tags',
      'describe.title',
      'detachNetwork.mac',
      'detachNetwork.network',
      'detachVolume.volume',
      'push.reference',
      'rename.name',
      'setSecurityGroups.groups',
      'snapshot.description',
      'snapshot.name',
      'tag.reference',
    ]);
  });
});
