import type { Creation, InstanceCreation } from '@orrery/contract/creation/creation.ts';
import { migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { MigrationMethod } from '@orrery/contract/migrations/vocabulary.ts';
import { MoveTrace } from '@orrery/provider-kit/conformance/migration-session.ts';
import { ProviderSession, traced } from '@orrery/provider-kit/conformance/session.ts';
import type { CreateControl, CreateRequest } from '@orrery/provider-kit/creator.ts';
import { enterMaintenance, exitMaintenance } from '@orrery/vim25/methods/hosts.ts';
import { retrieveOne } from '@orrery/vim25/methods/properties.ts';
import { cancelTask } from '@orrery/vim25/methods/tasks.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { asObjects, asRef, asText, type MoRef } from '@orrery/vim25/values.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsphereLab } from '../../support/vsphere-lab.ts';
import { LabHands } from './lab-hands.ts';
import { CreationHands } from './vsphere-creation.ts';
import { vsphereFixture } from './vsphere-fixture.ts';
import { vsphereMoves } from './vsphere-moves.ts';

/** Moves of others are pushed; a bound against hanging. */
const toldMs = 60_000;
const patienceMs = 60_000;

describe('vSphere makes and moves', { timeout: 180_000 }, async () => {
  const fixture = await vsphereFixture();
  const hands = await LabHands.open(await vsphereLab.vcenter());
  const making = new CreationHands(hands);
  const moves = vsphereMoves(hands);
  const things = making.fixture();
  let session: ProviderSession;
  let serial = 0;

  const id = (native: string) => session.id(native);
  const control: CreateControl = { ...traced().control, identified: async () => {}, image: async () => null };
  const creator = () => {
    if (!session.provider.creator) throw new Error('It makes nothing');
    return session.provider.creator;
  };
  const migrator = () => {
    if (!session.provider.migrator) throw new Error('It moves nothing');
    return session.provider.migrator;
  };
  const request = async (change: Partial<InstanceCreation> = {}): Promise<CreateRequest> => {
    const spec = { ...(await things.instance(`conf-made-${++serial}`, id)), ...change };
    const creation: Creation = { kind: 'instance', spec };
    return { operation: crypto.randomUUID(), project: 'project-1', host: null, creation };
  };
  /** As a process would leave it that was killed after it had sent the call. */
  const cloned = async ({ operation, creation }: CreateRequest): Promise<MoRef> => {
    const template = await making.template();
    const wanted = { ref: template, paths: ['parent', 'runtime.host', 'resourcePool'] };
    const { properties } = await retrieveOne(hands.session, wanted);
    const [vm] = await hands.list('VirtualMachine', ['resourcePool']);
    const folder = asRef(properties['parent']);
    const pool = asRef(vm?.properties['resourcePool']);
    if (!folder || !pool) throw new Error('The template is nowhere');
    return machines.clone(hands.session, template, {
      ...{ folder, pool, name: creation.spec.name, datastore: null, host: null, powerOn: false },
      config: { instanceUuid: operation },
    });
  };
  const running = async (name: string): Promise<string> => {
    const native = await moves.make({ method: 'live', name });
    await session.seen(native, 'running', i => i.powerState === 'running', patienceMs);
    return native;
  };
  const moving = async (native: string, method: MigrationMethod) => {
    const toHost = id(await moves.destination(native, method));
    const action = session.request('instance', native, 'migrate');
    return { ...action, operation: crypto.randomUUID(), args: migrateArgs.parse({ toHost, method }) };
  };

  beforeAll(async () => {
    await fixture.up();
    session = await ProviderSession.open(fixture, 'making');
  });
  afterAll(async () => {
    await vsphereLab.clearFaults();
    await session.stop();
    await fixture.down();
    await hands.close();
  });

  it('what a killed process has left half-made is taken away, whether its clone had ended or not', async () => {
    for (const wait of [true, false]) {
      const left = await request();
      const task = await cloned(left);
      if (wait) await hands.ended(task);
      expect(await creator().resolve(left, null, control)).toEqual({ state: 'not-started' });
      expect(await things.traces(left.creation.spec.name)).toEqual([]);
      await hands.ended(task);
      expect(await things.traces(left.creation.spec.name)).toEqual([]);
    }
  });

  it('where no host was chosen it goes where its networks are, with its first-boot data and its disks', async () => {
    const wanted = await request({ vcpus: 4, memoryMiB: 512, diskGiB: 2 });
    const made = await creator().create(wanted, control);
    const native = session.native(made.id);
    const seen = await session.seen(native, 'running with its disks', i => i.disks.length === 2);
    expect(seen).toMatchObject({ vcpus: 4, memoryMiB: 512, image: 'conf-template', project: 'project-1' });
    expect(seen.host).not.toBeNull();
    expect(seen.disks.map(d => d.capacityBytes)).toEqual([2 ** 31, 2 ** 30]);
    expect(seen.networks).toEqual(wanted.creation.kind === 'instance' ? wanted.creation.spec.networks : []);
    const paths = ['config.extraConfig'];
    const { properties } = await retrieveOne(hands.session, { ref: hands.ref(native), paths });
    const extra = new Map(
      asObjects(properties['config.extraConfig']).map(o => [asText(o['key']), o['value']]),
    );
    const metadata = Buffer.from(asText(extra.get('guestinfo.metadata')) ?? '', 'base64').toString();
    expect(JSON.parse(metadata)).toMatchObject({ 'local-hostname': wanted.creation.spec.name });
    const created = session.mirror.events.filter(e => e.target === made.id && e.type === 'instance.created');
    expect(created.map(e => e.operation)).not.toContain(undefined);
    await hands.destroy(native);
  });

  it('a volume outlives the instance that had it, and goes with it when asked', async () => {
    for (const withVolumes of [false, true]) {
      const native = await hands.make({
        name: `conf-keeps-${withVolumes}`,
        running: false,
        guest: 'any',
        part: null,
        project: null,
      });
      await session.seen(native, 'to be listed', () => true, patienceMs);
      const volume = await making.volume();
      await session.refresh();
      const act = (action: string, args: Record<string, unknown>) =>
        session.provider.act(session.request('instance', native, action, args), traced().control);
      await act('attachVolume', { volume: id(volume) });
      await session.seen(native, 'with the volume', i => i.volumes.includes(id(volume)));
      await act('delete', { withVolumes });
      expect(await fixture.volumeExists(volume)).toBe(!withVolumes);
      const status = () => session.mirror.get('volume', id(volume))?.status;
      const expected = withVolumes ? undefined : 'available';
      await session.mirror.waitFor('the volume as it is', () => status() === expected, patienceMs);
    }
  });

  it.each([
    ['CpuIncompatible', 'cpu-features', true],
    ['InsufficientResourcesFault', 'memory', false],
  ])(
    'a move that fails with %s says why in words, and it runs on where it was',
    async (fault, reason, atEnd) => {
      const native = await running(`conf-fails-${fault.toLowerCase()}`);
      const before = session.instance(native)?.host;
      await vsphereLab.inject({ method: 'MigrateVM_Task', fault, atEnd, count: 1 });
      const failing = migrator().migrate(await moving(native, 'live'), new MoveTrace().control);
      await expect(failing).rejects.toMatchObject({ reason, message: expect.stringMatching(/ /) });
      await session.seen(
        native,
        'where it was',
        i => i.host === before && i.status === 'running',
        patienceMs,
      );
    },
  );

  it('a move by hand in vCenter is told with who began it, and that it was called off', async () => {
    const native = await running('conf-hand');
    const host = { type: 'HostSystem', value: await moves.destination(native, 'live') };
    // Called off before its end, however busy the machine is.
    await vsphereLab.paceMoves(120);
    const task = await machines.migrate(hands.session, hands.ref(native), { host });
    await vsphereLab.paceMoves(null);
    const told = () => session.mirror.moves.findLast(m => m.id === id(task.value));
    const begun = await session.mirror.waitFor('the move', told, toldMs);
    expect(begun).toMatchObject({ startedBy: 'outside', by: expect.stringContaining('@'), method: 'live' });
    await session.mirror.waitFor('a figure', () => (told()?.sample?.percent ?? 0) > 0, patienceMs);
    await cancelTask(hands.session, task);
    await session.mirror.waitFor('its end', () => told()?.ended?.state === 'cancelled', toldMs);
  });

  it('moves by DRS are told as its own', async () => {
    const native = await running('conf-drs');
    const host = session.native(session.instance(native)?.host ?? '');
    const self = { type: 'HostSystem', value: host };
    const enter = await enterMaintenance(hands.session, self);
    try {
      const told = () => session.mirror.moves.findLast(m => m.instance === id(native));
      const begun = await session.mirror.waitFor('the move', told, toldMs);
      expect(begun).toMatchObject({ startedBy: 'balancer', by: 'DRS', fromHost: id(host) });
      await session.mirror.waitFor('its end', () => told()?.ended?.state === 'succeeded', patienceMs);
      expect(told()?.toHost).not.toBe(id(host));
    } finally {
      await hands.ended(enter);
      await hands.ended(await exitMaintenance(hands.session, self));
    }
  });
});
