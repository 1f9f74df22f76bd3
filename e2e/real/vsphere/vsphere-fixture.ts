import diagnostics from 'node:diagnostics_channel';
import type { VsphereSettings } from '@orrery/contract/backends/settings.ts';
import { systemClock } from '@orrery/provider-kit/clock.ts';
import type { ConformanceFixture } from '@orrery/provider-kit/conformance/fixture.ts';
import type { Provider, ProviderContext } from '@orrery/provider-kit/provider.ts';
import { vsphereModule } from '@orrery/provider-vsphere/module.ts';
import { defaultPace } from '@orrery/provider-vsphere/pace.ts';
import { VsphereProvider } from '@orrery/provider-vsphere/provider.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { CuttableTcp } from '../../support/cuttable-tcp.ts';
import { type VsphereLab, vsphereLab, vsphereSettings } from '../../support/vsphere-lab.ts';
import { LabHands } from './lab-hands.ts';
import { vsphereMoves } from './vsphere-moves.ts';
import { CreationHands, nativeOf } from './vsphere-creation.ts';
import { vsphereWatching } from './vsphere-watching.ts';

/** As in production, but for the figures: vSphere makes new ones every 20 s, the simulator whenever it is asked. */
const pace = { ...defaultPace, metricsEveryMs: 3_000, warningsEveryMs: 3_000 };

/** Requests for figures, seen as undici sends them. */
function countFigures(): () => number {
  let count = 0;
  diagnostics.subscribe('undici:request:create', message => {
    // undici publishes its request; what it is here made of is text or bytes.
    const { request } = message as { request: { body: unknown } };
    if (Buffer.isBuffer(request.body) && request.body.includes('<QueryPerf ')) count++;
  });
  return () => count;
}

export interface VsphereFixture extends ConformanceFixture {
  openWith: (context: ProviderContext, change: Partial<VsphereSettings>) => Provider;
  /** Takes what is sent in and gives nothing on: a vCenter that hangs. */
  stall: (stalled: boolean) => void;
}

/** A lab, and what all fixtures on one are made of. */
export interface LabParts {
  lab: VsphereLab;
  hands: LabHands;
  proxy: CuttableTcp;
  settings: VsphereSettings;
}

export async function labParts(lab: VsphereLab): Promise<LabParts> {
  const vcenter = await lab.vcenter();
  const hands = await LabHands.open(vcenter, lab);
  const { hostname, port } = new URL(vcenter.url);
  const proxy = new CuttableTcp({ host: hostname, port: Number(port) });
  await proxy.open();
  return { lab, hands, proxy, settings: vsphereSettings(vcenter, `https://127.0.0.1:${proxy.port}/sdk`) };
}

/** What a vCenter and a single host have in common. */
export function commonFixture({ lab, hands, proxy, settings }: LabParts): VsphereFixture {
  return {
    module: vsphereModule,
    clock: systemClock,
    random: Math.random,
    timings: {
      eventMs: 25_000,
      relistMs: 60_000,
      actionMs: 120_000,
      promptMs: 15_000,
      brokenMs: 60_000,
      healedMs: 120_000,
      metricsMs: 8_000,
    },
    up: async () => {
      await lab.clearFaults();
      await lab.paceMoves(null);
      await hands.sweep();
    },
    down: async () => {
      await proxy.cut();
      // As what runs it may have left them: what is to be cleared up meets none of them.
      await lab.clearFaults();
      await hands.sweep();
      await hands.close();
    },
    open: context => new VsphereProvider(context, settings, pace),
    openWith: (context, change) => new VsphereProvider(context, { ...settings, ...change }, pace),
    stall: stalled => {
      proxy.stalled = stalled;
    },
    probe: signal => vsphereModule.probe(settings, signal),
    probeWrong: signal => vsphereModule.probe({ ...settings, password: 'not the password' }, signal),

    makeInstance: spec => hands.make(spec),
    destroyInstance: native => hands.destroy(native),
    look: native => hands.look(native),
    outside: {
      start: hands.task(machines.powerOn),
      stop: hands.task(machines.powerOff),
      pause: null,
      resume: null,
      rename: (native, name) => hands.rename(native, name),
      delete: hands.task(machines.destroy),
    },

    parts: [`127.0.0.1:${proxy.port}`],
    breakPart: () => proxy.cut(),
    healPart: () => proxy.open(),

    spare: { pool: async () => (await hands.datastore()).native, network: null, volume: null },
    isActive: async (kind, native) => {
      if (kind === 'storage-pool') return (await hands.datastore()).accessible;
      return (await hands.list('Network', ['name'])).some(({ ref }) => ref.value === native);
    },
    volumeExists: native => hands.volumeExists(native),

    hostileNames: [`<b>"it's" & so`, 'con\u202Ef 界 🚀', '__proto__', '$(id)', '50% a/b\\c'],
    hasTasks: true,
    // vSphere makes no task for what it only passes on to the guest, and for custom attributes.
    taskless: ['stop', 'reboot', 'assign', 'describe', 'refresh', 'acknowledge'],
    calls: countFigures(),
  };
}

/** The lab's vCenter behind the conformance suite. The lab is up already: `npm run test:real -- vsphere` sees to it. */
export async function vsphereFixture(): Promise<VsphereFixture> {
  const parts = await labParts(vsphereLab);
  const { hands } = parts;
  const making = new CreationHands(hands);
  const common = commonFixture(parts);
  return {
    ...common,
    up: async () => {
      await common.up();
      await making.sweep();
      await making.template();
    },
    down: async () => {
      // What may have the disks goes first.
      await hands.sweep();
      await making.sweep();
      await common.down();
    },
    spare: { ...common.spare, volume: () => making.volume() },
    creation: making.fixture(),
    migration: vsphereMoves(hands),
    watching: vsphereWatching,
    attachable: { volume: () => making.volume(), network: () => making.network() },
    volumeExists: async native =>
      (await making.disks()).some(d => nativeOf(d) === native) || hands.volumeExists(native),
  };
}
