import { systemClock } from '@orrery/provider-kit/clock.ts';
import { ProviderSession, traced } from '@orrery/provider-kit/conformance/session.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { migrate } from '@orrery/vim25/methods/virtual-machines.ts';
import { startTask } from '@orrery/vim25/methods/tasks.ts';
import { asRef, asText } from '@orrery/vim25/values.ts';
import { el } from '@orrery/vim25/xml/write.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsphereLab } from '../../support/vsphere-lab.ts';
import { LabHands } from './lab-hands.ts';
import { vsphereFixture } from './vsphere-fixture.ts';

/** A bound against hanging: how soon a change is shown, `npm run bench -- vsphere-sync` measures. */
const movedMs = 60_000;
/** The lab's moves take 6 to 10 s. */
const moveMs = 20_000;

describe('vSphere at its edges', { timeout: 120_000 }, async () => {
  const fixture = await vsphereFixture();
  const hands = await LabHands.open(await vsphereLab.vcenter());
  let session: ProviderSession;
  const made: string[] = [];

  const make = async (name: string, running = false): Promise<string> => {
    const spec = { name: `conf-edge-${name}`, running, guest: 'any' as const, part: null, project: null };
    const native = await fixture.makeInstance(spec);
    made.push(native);
    await session.seen(native, 'to be listed', i => i.name === spec.name, 120_000);
    return native;
  };
  const part = () => session.mirror.parts.get(fixture.parts[0] ?? '');
  const act = (native: string, action: string, args: Record<string, unknown> = {}) =>
    session.provider.act(session.request('instance', native, action, args), traced().control);

  beforeAll(async () => {
    await fixture.up();
    session = await ProviderSession.open(fixture, 'edge');
  });
  afterAll(async () => {
    await vsphereLab.clearFaults();
    await session.stop();
    for (const native of made) await hands.destroy(native);
    await hands.close();
    await fixture.down();
  });

  it('goes on when its session expires, without being down, and misses nothing', async () => {
    const native = await make('expiry');
    const parts: string[] = [];
    const health = session.mirror.health;
    session.mirror.health = (told, former) => {
      parts.push(told.status);
      health(told, former);
    };
    await vsphereLab.expireSessions();
    // An action meets the expired session first, and is done all the same.
    await act(native, 'start');
    await session.seen(native, 'running', i => i.powerState === 'running');
    await hands.rename(native, 'conf-edge-renamed');
    await session.seen(native, 'renamed', i => i.name === 'conf-edge-renamed', 120_000);
    await vsphereLab.expireSessions();
    await hands.rename(native, 'conf-edge-again');
    await session.seen(native, 'renamed again', i => i.name === 'conf-edge-again', 120_000);
    expect(parts).not.toContain('down');
    session.mirror.health = health;
  });

  it('is not down while its session ends again and again, in the middle of listing as well', async () => {
    const native = await make('ends');
    const parts: string[] = [];
    const health = session.mirror.health;
    session.mirror.health = (told, former) => {
      parts.push(told.status);
      health(told, former);
    };
    // The next ones end while what the first took is being set up and listed again.
    for (const method of ['CreateFilter', 'WaitForUpdatesEx', 'CreateContainerView'])
      await vsphereLab.inject({ method, fault: 'NotAuthenticated', count: 2 });
    await vsphereLab.expireSessions();
    await hands.rename(native, 'conf-edge-ended');
    await session.seen(native, 'renamed', i => i.name === 'conf-edge-ended', 120_000);
    expect(parts).not.toContain('down');
    session.mirror.health = health;
  });

  it('names the privilege that the account lacks', async () => {
    const native = await make('privilege');
    const privilege = 'VirtualMachine.Interact.PowerOn';
    await vsphereLab.inject({ method: 'PowerOnVM_Task', fault: 'NoPermission', privilege, count: 1 });
    const error = await act(native, 'start').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({
      code: 'backend.permission',
      message: expect.stringContaining(privilege),
      advice: expect.stringContaining(privilege),
    });
    expect((await hands.look(native))?.powerState).toBe('stopped');
    await act(native, 'start');
  });

  it.each([
    ['TaskInProgress', 'resource.state'],
    ['InsufficientResourcesFault', 'backend.refused'],
    ['HostNotConnected', 'backend.refused'],
  ])('the fault %s comes back as %s, and the connection stands', async (fault, code) => {
    const native = await make(fault.toLowerCase());
    await vsphereLab.inject({ method: 'PowerOnVM_Task', fault, count: 1 });
    await expect(act(native, 'start')).rejects.toMatchObject({ code });
    expect(part()?.status).toBe('up');
  });

  it('survives faults of the watch itself, and an answer that is none', async () => {
    const native = await make('watch');
    for (const fault of ['InvalidCollectorVersion', 'ManagedObjectNotFound', 'RuntimeFault'])
      await vsphereLab.inject({ method: 'WaitForUpdatesEx', fault, count: 1 });
    await hands.rename(native, 'conf-edge-watched');
    await session.seen(native, 'renamed', i => i.name === 'conf-edge-watched', 120_000);
    await vsphereLab.control('http-status?code=503');
    await hands
      .rename(native, 'conf-edge-watched-2')
      .catch(() => hands.rename(native, 'conf-edge-watched-2'));
    await session.seen(native, 'renamed', i => i.name === 'conf-edge-watched-2', 120_000);
    await session.partsUp();
  });

  it('looks where vCenter has forgotten the task', async () => {
    const native = await make('forgotten');
    const request = session.request('instance', native, 'start');
    const resolve = () => session.provider.resolve(request, 'task-987654', traced().control);
    expect((await resolve()).state).toBe('not-started');
    await act(native, 'start');
    expect((await resolve()).state).toBe('succeeded');
  });

  it('a machine that somebody moves is shown on its new host, as moving and then as moved by that user', async () => {
    const native = await make('moved', true);
    const before = session.instance(native);
    const hosts = await hands.list('HostSystem', ['name', 'parent']);
    const here = hosts.find(h => `edge:${h.ref.value}` === before?.host);
    const there = hosts.find(
      h => h !== here && asRef(h.properties['parent'])?.value === asRef(here?.properties['parent'])?.value,
    );
    if (!there) throw new Error('The lab has no second host in that cluster');
    const task = await migrate(hands.session, hands.ref(native), { host: there.ref });
    await session.seen(native, 'migrating', i => i.status === 'migrating', movedMs);
    await hands.ended(task);
    await session.seen(
      native,
      'on its new host',
      i => i.host === `edge:${there.ref.value}` && i.status === 'running',
      movedMs,
    );
    const moved = () =>
      session.mirror.events.find(e => e.target === before?.id && e.type === 'instance.moved');
    const event = await session.mirror.waitFor('its event', moved, movedMs);
    expect(event.operation).toBeUndefined();
    expect(event.message).not.toContain(asText(there.properties['name']) ?? '');
    expect(event.host).toBe(`edge:${there.ref.value}`);
  });

  it('machines that DRS moves off a host are shown moved, by DRS', async () => {
    const native = await make('evacuated', true);
    const host = session.instance(native)?.host ?? '';
    const self = { type: 'HostSystem', value: session.native(host) };
    const args = [el('timeout', 0), el('evacuatePoweredOffVms', false)];
    const enter = await startTask(hands.session, { method: 'EnterMaintenanceMode_Task', self, args });
    try {
      await session.seen(native, 'elsewhere', i => i.host !== host && i.host !== null, moveMs * 3);
      const moved = () =>
        session.mirror.events.find(e => e.target === session.id(native) && e.type === 'instance.moved');
      expect((await session.mirror.waitFor('its event', moved, movedMs)).message).toMatch(/by DRS$/);
      await hands.ended(enter);
      const inMaintenance = () => session.mirror.get('host', host)?.status === 'maintenance';
      await session.mirror.waitFor('the host to be in maintenance', inMaintenance, movedMs);
    } finally {
      // A host that is left there takes nothing of what the next tests make.
      await hands.ended(enter);
      const exit = { method: 'ExitMaintenanceMode_Task', self, args: [el('timeout', 0)] };
      await hands.ended(await startTask(hands.session, exit));
    }
  });

  it('many at once: each done, each told', async () => {
    const natives = await Promise.all(Array.from({ length: 12 }, (_, i) => make(`many-${i}`)));
    await Promise.all(natives.map(native => act(native, 'start')));
    for (const native of natives) await session.seen(native, 'running', i => i.powerState === 'running');
    expect(session.mirror.invalid).toEqual([]);
  });

  it('a vCenter that hangs is told as lost in time, and comes back', async () => {
    const native = await make('hang');
    const { brokenMs, healedMs } = fixture.timings;
    fixture.stall(true);
    try {
      await session.mirror.waitFor('it to be down', () => part()?.status === 'down', brokenMs);
      await expect(act(native, 'start')).rejects.toMatchObject({ code: 'backend.unavailable' });
    } finally {
      fixture.stall(false);
    }
    await session.mirror.waitFor('it to be up', () => part()?.status === 'up', healedMs);
  });

  it('does not try a wrong password again and again', async () => {
    const wrong = new ProviderSession(
      { ...fixture, open: context => fixture.openWith(context, { password: 'wrong' }) },
      'wrong',
    );
    const lines: (string | null)[] = [];
    const health = wrong.mirror.health;
    wrong.mirror.health = (told, former) => {
      if (told.status === 'down') lines.push(told.reason);
      health(told, former);
    };
    wrong.provider.start(wrong.mirror);
    await wrong.mirror.waitFor('it to be down', () => lines.length > 0, 120_000);
    await new Promise<void>(resolve => systemClock.after(3_000, resolve));
    expect(lines).toEqual(['The user name or the password is wrong']);
    await wrong.stop();
  });
});
