import type { LibvirtSettings } from '@orrery/contract/backends/settings.ts';
import { systemClock } from '@orrery/provider-kit/clock.ts';
import type { ConformanceFixture } from '@orrery/provider-kit/conformance/fixture.ts';
import { nativeIds } from '@orrery/provider-libvirt/ids.ts';
import { libvirtModule } from '@orrery/provider-libvirt/module.ts';
import { kvmLab } from '../../support/kvm-lab.ts';
import { DaemonProxy } from './daemon-proxy.ts';
import { kvmCreation } from './kvm-creation.ts';
import { kvmMoves } from './kvm-moves.ts';
import { LabHands, labSockets } from './lab-hands.ts';

/** The lab's libvirt hosts behind the conformance suite. The lab is up already: `npm run test:real -- kvm` sees to it. */
export async function kvmFixture(): Promise<ConformanceFixture> {
  const hosts = await kvmLab.hosts();
  if (hosts.length < 3) throw new Error('The KVM lab is not up: run e2e/labs/kvm/kvm-lab up');
  const hands = new LabHands(await labSockets());
  const proxies = new Map(hosts.map(h => [h.name, new DaemonProxy(h.uri.replace(/^.*\/\/|\/system$/g, ''))]));
  const settings = (): LibvirtSettings => ({
    kind: 'libvirt',
    hosts: [...proxies.values()].map(p => ({ uri: `qemu+tcp://${p.host}:${p.port}/system` })),
  });
  const proxyOf = (part: string): DaemonProxy => {
    const proxy = proxies.get(part);
    if (!proxy) throw new Error(`There is no host ${part}`);
    return proxy;
  };
  const virsh =
    (...args: string[]) =>
    async (native: string) =>
      void (await hands.virsh(hands.hostOf(native), [...args, native]));

  return {
    migration: kvmMoves(hands),
    module: libvirtModule,
    clock: systemClock,
    random: Math.random,
    timings: {
      eventMs: 25_000,
      relistMs: 60_000,
      actionMs: 300_000,
      promptMs: 15_000,
      brokenMs: 60_000,
      healedMs: 120_000,
      metricsMs: 10_000,
    },
    up: async () => {
      await hands.sweep();
      await Promise.all([...proxies.values()].map(p => p.open()));
    },
    down: async () => {
      await Promise.all([...proxies.values()].map(p => p.cut()));
      await hands.sweep();
    },
    open: context => libvirtModule.open(context, settings()),
    probe: signal => libvirtModule.probe(settings(), signal),
    probeWrong: signal =>
      libvirtModule.probe({ kind: 'libvirt', hosts: [{ uri: 'qemu+tcp://127.0.0.1:9/system' }] }, signal),

    makeInstance: spec => hands.make(spec),
    destroyInstance: native => hands.destroy(native),
    look: native => hands.look(native),
    outside: {
      start: virsh('start'),
      stop: virsh('destroy'),
      pause: virsh('suspend'),
      resume: virsh('resume'),
      rename: async (native, name) =>
        void (await hands.virsh(hands.hostOf(native), ['domrename', native, name])),
      delete: virsh('undefine', '--managed-save', '--snapshots-metadata'),
    },

    parts: hosts.map(h => h.name),
    breakPart: part => proxyOf(part).cut(),
    healPart: part => proxyOf(part).open(),

    spare: {
      pool: () => hands.sparePool(),
      network: () => hands.spareNetwork(),
      volume: () => hands.spareVolume(),
    },
    creation: await kvmCreation(hands),
    attachable: {
      volume: native => hands.spareVolume(hands.hostOf(native)),
      network: async () => nativeIds.network('isolated'),
    },
    consoles: ['serial', 'vnc'],
    isActive: (kind, native) => hands.isActive(kind, native),
    volumeExists: native => hands.volumeExists(native),

    hostileNames: [`<b>"it's" & so`, 'con\u202Ef 界 🚀', '__proto__', '$(id)'],
    hasTasks: false,
    calls: () => [...proxies.values()].reduce((sum, p) => sum + p.calls, 0),
  };
}
