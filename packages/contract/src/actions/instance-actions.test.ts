import { describe, expect, it } from 'vitest';
import { type Instance, instanceSchema, powerStates } from '../resources/instance.ts';
import { instanceActions, renameArgs, resizeArgs } from './instance-actions.ts';

const instance = (change: Partial<Instance> = {}): Instance =>
  instanceSchema.parse({
    id: 'b:1',
    kind: 'instance',
    backend: 'b',
    name: 'web-1',
    project: null,
    asOf: '2026-01-01T00:00:00.000Z',
    source: 'event',
    stale: false,
    actions: [],
    status: change.powerState ?? 'running',
    instanceKind: 'vm',
    host: null,
    hostName: null,
    cluster: null,
    powerState: 'running',
    vcpus: 1,
    memoryMiB: 512,
    addresses: [],
    image: null,
    flavor: null,
    volumes: [],
    networks: [],
    cpuPercent: null,
    memoryUsedMiB: null,
    diskBytesPerSecond: null,
    networkBytesPerSecond: null,
    tags: [],
    title: null,
    description: null,
    persistent: true,
    autostart: false,
    hasSavedState: false,
    agent: 'absent',
    health: null,
    architecture: null,
    machineType: null,
    firmware: null,
    disks: [],
    interfaces: [],
    consoles: [],
    createdAt: null,
    startedAt: null,
    ...change,
  });

const allowedIn = (name: string) =>
  powerStates.filter(
    powerState =>
      instanceActions.find(a => a.name === name)?.refuse(instance({ powerState, status: powerState })) ===
      null,
  );

describe('state rules of instances', () => {
  it.each([
    ['start', ['suspended', 'stopped', 'crashed']],
    ['stop', ['running']],
    ['forceStop', ['running', 'paused', 'unknown']],
    ['reboot', ['running']],
    ['reset', ['running', 'paused']],
    ['pause', ['running']],
    ['resume', ['paused']],
    ['suspend', ['running', 'paused']],
    ['rename', ['stopped', 'crashed']],
    ['snapshot', ['running', 'paused', 'stopped']],
    ['createImage', ['running', 'paused', 'stopped']],
    ['delete', ['suspended', 'stopped', 'crashed', 'unknown']],
  ])('%s is possible when %j', (name, states) => {
    expect(allowedIn(name)).toEqual(states);
  });

  it('nothing but force off is possible during a transition', () => {
    const busy = instance({ status: 'stopping' });
    const possible = instanceActions.filter(a => a.refuse(busy) === null).map(a => a.name);
    expect(possible).toEqual(['forceStop']);
  });

  it('what keeps nothing cannot be renamed, resized, suspended or snapshotted', () => {
    const transient = instance({ persistent: false, powerState: 'running' });
    for (const name of ['rename', 'resize', 'suspend', 'snapshot', 'autostart'])
      expect(instanceActions.find(a => a.name === name)?.refuse(transient)?.code, name).toBe(
        'state.transient',
      );
  });

  it('containers cannot be suspended to disk or snapshotted as machines', () => {
    const container = instance({ instanceKind: 'container' });
    for (const name of ['suspend', 'snapshot'])
      expect(instanceActions.find(a => a.name === name)?.refuse(container)?.code, name).toBe(
        'state.container',
      );
  });

  it('what a service keeps is neither ended nor changed by itself, but may be held still and looked into', () => {
    const kept = instance({ instanceKind: 'container', service: 'shop_web' });
    const refused = instanceActions.filter(a => a.refuse(kept)?.code === 'state.kept').map(a => a.name);
    expect(refused).toEqual([
      'start',
      'stop',
      'forceStop',
      'reboot',
      'reset',
      'rename',
      'resize',
      'autostart',
      'migrate',
      'delete',
    ]);
    expect(instanceActions.find(a => a.name === 'delete')?.refuse(kept)?.reason).toContain('shop_web');
  });

  it('what a service has replaced can be deleted, and is not started again', () => {
    const ended = instance({ powerState: 'stopped', status: 'stopped', service: 'web' });
    const refusal = (name: string) => instanceActions.find(a => a.name === name)?.refuse(ended) ?? null;
    expect(refusal('delete')).toBeNull();
    expect(refusal('start')?.code).toBe('state.kept');
  });

  it('every refusal has a code and says why in words', () => {
    for (const rule of instanceActions)
      for (const powerState of powerStates) {
        const refusal = rule.refuse(instance({ powerState, status: powerState, persistent: false }));
        if (refusal)
          expect(refusal).toEqual({
            code: expect.stringMatching(/^state\.[a-z-]+$/),
            reason: expect.stringMatching(/.{10,}/),
          });
      }
  });
});

describe('arguments', () => {
  it.each(['web 1', '', '-x', 'a/b', 'x'.repeat(64), '../etc', '<b>', 'ü'])('refuses the name %j', name => {
    expect(renameArgs.safeParse({ name }).success).toBe(false);
  });

  it('resize needs at least one figure, and only whole ones', () => {
    expect(resizeArgs.safeParse({}).success).toBe(false);
    expect(resizeArgs.safeParse({ vcpus: 1.5 }).success).toBe(false);
    expect(resizeArgs.safeParse({ memoryMiB: 512 }).success).toBe(true);
    expect(resizeArgs.safeParse({ vcpus: 2, extra: 1 }).success).toBe(false);
  });
});
