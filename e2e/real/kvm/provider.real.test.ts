import type { Reported } from '@orrery/provider-kit/reported.ts';
import { InventoryMirror } from '@orrery/provider-kit/conformance/mirror.ts';
import { systemClock } from '@orrery/provider-kit/clock.ts';
import { libvirtModule } from '@orrery/provider-libvirt/module.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kvmLab } from '../../support/kvm-lab.ts';
import { LabHands, labSockets } from './lab-hands.ts';

const mirror = new InventoryMirror(systemClock);
const hands = new LabHands(await labSockets());
const hosts = await kvmLab.hosts();
const provider = libvirtModule.open(
  { backend: 'lab', backendName: 'KVM lab', clock: systemClock, random: Math.random, log: () => {} },
  { kind: 'libvirt', hosts: hosts.map(({ uri }) => ({ uri })) },
);
const made: string[] = [];

beforeAll(async () => {
  await hands.sweep();
  provider.start(mirror);
  await mirror.waitFor('three hosts', () => mirror.all('host').length >= 3, 120_000);
});

afterAll(async () => {
  await provider.stop();
  for (const native of made) await hands.destroy(native);
  await hands.sweep();
});

/** Its name is its own: a test that is repeated finds what it made before. */
async function make(what: string, part: string, running = false): Promise<string> {
  const name = `${what}-${made.length}`;
  const native = await hands.make({ name, running, guest: 'any', part, project: null });
  made.push(native);
  await seen(native, i => i.name === name);
  return native;
}

const seen = (native: string, holds: (i: Reported<'instance'>) => boolean, ms = 120_000) =>
  mirror.waitFor(
    native,
    () => {
      const instance = mirror.get('instance', `lab:${native}`);
      return instance && holds(instance) ? instance : null;
    },
    ms,
  );

const act = (native: string, action: string, args: Record<string, unknown> = {}) =>
  provider.act(
    { operation: `op-${action}`, kind: 'instance', id: `lab:${native}`, action, args, before: {} },
    { signal: new AbortController().signal, progress: () => {}, bind: async () => {} },
  );

const status = (host: string) => mirror.parts.get(host)?.status;

describe('a daemon', () => {
  it('that is killed is lost at once, its guests run on, the others are followed, and it comes back', async () => {
    const [here, there] = [await make('conf-here', 'host2', true), await make('conf-there', 'host3')];
    await kvmLab.killDaemon(2);
    try {
      await mirror.waitFor('host2 down', () => status('host2') === 'down', 120_000);
      expect(mirror.get('host', 'lab:host2')).toMatchObject({ status: 'unreachable' });
      await hands.virsh(3, ['start', there]);
      await seen(there, i => i.powerState === 'running');
    } finally {
      await kvmLab.startDaemon(2);
    }
    await mirror.waitFor('host2 up', () => status('host2') === 'up', 120_000);
    expect(mirror.get('host', 'lab:host2')).toMatchObject({ status: 'up', reason: null });
    await seen(here, i => i.powerState === 'running');
  });

  it('that hangs with its connections open is lost too, and is found again', async () => {
    await kvmLab.freezeDaemon(1);
    try {
      await mirror.waitFor('host1 down', () => status('host1') === 'down', 120_000);
      expect(mirror.parts.get('host1')?.reason).toContain('silent');
      expect(status('host3')).toBe('up');
    } finally {
      await kvmLab.thawDaemon(1);
    }
    await mirror.waitFor('host1 up', () => status('host1') === 'up', 120_000);
  });
});

describe('XML that others wrote', () => {
  /** What Orrery does not know: another tool's metadata, QEMU arguments, comments of odd spacing. */
  const odd = `<metadata><x:y xmlns:x='urn:theirs' a='1'><x:z>  spaced  &amp; &lt;odd&gt; 界 </x:z></x:y></metadata>`;

  it('is the same to the byte after every edit of ours but for what was edited', async () => {
    const native = await make('conf-odd', 'host1');
    const before = (await hands.virsh(1, ['dumpxml', native, '--inactive'])).replace(
      /<metadata>[\s\S]*<\/metadata>/,
      odd,
    );
    await hands.define(1, before.replace('<vcpu', `<iothreads>2</iothreads><vcpu`));
    const plain = await hands.virsh(1, ['dumpxml', native, '--inactive']);
    expect(plain).toContain('  spaced  &amp; &lt;odd&gt; 界 ');
    await act(native, 'describe', { title: 'T', description: 'D', tags: ['a', 'b'] });
    await act(native, 'assign', { project: 'p1' });
    await act(native, 'autostart', { enabled: true });
    await act(native, 'resize', { vcpus: 2 });
    await act(native, 'describe', { title: null, description: null, tags: [] });
    await act(native, 'assign', { project: null });
    await act(native, 'resize', { vcpus: 1 });
    const after = await hands.virsh(1, ['dumpxml', native, '--inactive']);
    // The maximum stays raised, as libvirt notes it.
    expect(
      after.replace(`<vcpu placement='static' current='1'>2</vcpu>`, `<vcpu placement='static'>1</vcpu>`),
    ).toBe(plain);
  });
});

describe('a live migration made outside', () => {
  it('is one row all the way, and that it moved', async () => {
    await kvmLab.remove(1, 'conf-move');
    await kvmLab.remove(2, 'conf-move');
    await kvmLab.launch(1, 'conf-move', '--net', 'none', '--paused');
    const native = await hands.virsh(1, ['domuuid', 'conf-move']);
    try {
      await seen(native, i => i.powerState === 'paused' && i.hostName === 'host1');
      await hands.virsh(2, ['pool-refresh', 'shared']);
      const rows: number[] = [];
      const count = () => rows.push(mirror.all('instance').filter(i => i.name === 'conf-move').length);
      const watching = mirror.watch(count);
      await hands.virsh(1, [
        'migrate',
        native,
        'qemu+tcp://host2/system',
        '--live',
        '--p2p',
        '--persistent',
        '--undefinesource',
        '--unsafe',
      ]);
      await seen(native, i => i.hostName === 'host2');
      watching();
      expect(new Set(rows)).toEqual(new Set([1]));
      const moved = () =>
        mirror.events.find(e => e.type === 'instance.moved' && e.target === `lab:${native}`);
      expect(await mirror.waitFor('instance.moved', moved, 120_000)).toMatchObject({ host: 'lab:host2' });
      await provider.refresh(new AbortController().signal);
      expect(mirror.get('instance', `lab:${native}`)).toMatchObject({
        hostName: 'host2',
        powerState: 'paused',
      });
    } finally {
      await kvmLab.remove(1, 'conf-move');
      await kvmLab.remove(2, 'conf-move');
    }
  });
});

it('all it said was by the contract', () => expect(mirror.invalid).toEqual([]));
