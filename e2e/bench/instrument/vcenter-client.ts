import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { VsphereSettings } from '@orrery/contract/backends/settings.ts';
import { systemClock } from '@orrery/provider-kit/clock.ts';
import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { Store } from '@orrery/provider-vsphere/inventory/store.ts';
import { devicePath } from '@orrery/provider-vsphere/map/devices.ts';
import { defaultPace } from '@orrery/provider-vsphere/pace.ts';
import { VsphereProvider } from '@orrery/provider-vsphere/provider.ts';
import { sessionOptions } from '@orrery/provider-vsphere/settings.ts';
import { powerOff, powerOn } from '@orrery/vim25/methods/virtual-machines.ts';
import { retrieveAll, viewSelection } from '@orrery/vim25/methods/properties.ts';
import { createContainerView } from '@orrery/vim25/methods/views.ts';
import { PropertyStream } from '@orrery/vim25/property-stream.ts';
import { VimSession } from '@orrery/vim25/session.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import { answer, listen } from './commands.ts';

/** Of one first picture. Times in milliseconds. */
export interface SyncCost {
  /** Instances known. */
  instances: number;
  /** Until all instances are there; for the bare client the same as `wholeMs`. */
  listedMs: number;
  /** With disks and interfaces. */
  wholeMs: number;
  bytesIn: number;
  peakRssBytes: number;
  /** The most that the main thread computed between two turns of its event loop. */
  longestBlockMs: number;
  /** The longest between two turns by the clock: waiting for a core counts, too. */
  longestWaitMs: number;
}

const collectors = Object.keys(Store.watched).filter(type => type !== 'DistributedVirtualPortgroup');
const resolutionMs = 1;

const settings = JSON.parse(process.env.BENCH_VSPHERE ?? '{}') as VsphereSettings; // written by suites/vsphere-sync.ts
const session = () =>
  VimSession.open({
    ...sessionOptions(settings),
    limits: { offloadBytes: Number.POSITIVE_INFINITY, deadlineMs: 300_000, stallMs: 300_000 },
  });

/** Looks at every turn of the event loop: how long the last one took by the clock, and how much of that was computing. */
function watchLoop(): () => Pick<SyncCost, 'longestBlockMs' | 'longestWaitMs'> {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  let longestBlockMs = 0;
  let before = process.threadCpuUsage();
  const timer = setInterval(() => {
    const now = process.threadCpuUsage();
    longestBlockMs = Math.max(longestBlockMs, (now.user + now.system - before.user - before.system) / 1000);
    before = now;
  }, resolutionMs);
  return () => {
    clearInterval(timer);
    delay.disable();
    return { longestBlockMs, longestWaitMs: delay.max / 1e6 - resolutionMs };
  };
}

/** What a script would do: everything in two calls, read where it arrives, with the parser that we use, too. */
async function bare(): Promise<SyncCost> {
  const longest = watchLoop();
  const began = performance.now();
  const client = await session();
  const view = await createContainerView(client, collectors);
  const objects = [viewSelection(view)];
  const found = await retrieveAll(client, { properties: Store.watched, objects });
  await retrieveAll(client, { properties: { VirtualMachine: [devicePath] }, objects });
  const wholeMs = performance.now() - began;
  const { bytesIn } = client.traffic;
  await client.close();
  return {
    instances: found.filter(({ ref }) => ref.type === 'VirtualMachine').length,
    listedMs: wholeMs,
    wholeMs,
    bytesIn,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    ...longest(),
  };
}

/** Takes what is told and keeps it, and looks at nothing: the cost is the provider's. */
class KeepingSink implements InventorySink {
  readonly resources = new Map<string, Reported>();
  onReplace: (kinds: readonly ProvidedKind[]) => void = () => {};
  onUpsert: (resources: readonly Reported[]) => void = () => {};

  replace: InventorySink['replace'] = ({ kinds, resources }) => {
    for (const resource of resources) this.resources.set(resource.id, resource);
    this.onReplace(kinds);
  };
  upsert: InventorySink['upsert'] = resources => {
    for (const resource of resources) this.resources.set(resource.id, resource);
    this.onUpsert(resources);
  };
  remove: InventorySink['remove'] = ids => {
    for (const id of ids) this.resources.delete(id);
  };
  metrics: InventorySink['metrics'] = () => {};
  event: InventorySink['event'] = () => {};
  health: InventorySink['health'] = () => {};
  about: InventorySink['about'] = () => {};

  replaced(kind: ProvidedKind): Promise<void> {
    return new Promise(resolve => {
      const before = this.onReplace;
      this.onReplace = kinds => {
        before(kinds);
        if (kinds.includes(kind)) resolve();
      };
    });
  }
}

function provider(): VsphereProvider {
  const context = { backend: 'b', backendName: 'b', clock: systemClock, random: Math.random, log: () => {} };
  return new VsphereProvider(context, settings, defaultPace);
}

async function ours(): Promise<SyncCost> {
  const longest = watchLoop();
  const sink = new KeepingSink();
  const [listed, whole] = [sink.replaced('instance'), sink.replaced('volume')];
  const began = performance.now();
  const one = provider();
  one.start(sink);
  await listed;
  const listedMs = performance.now() - began;
  await whole;
  const wholeMs = performance.now() - began;
  const blocks = longest();
  const instances = [...sink.resources.values()].filter(({ kind }) => kind === 'instance').length;
  const { bytesIn } = one.traffic;
  await one.stop();
  return {
    instances,
    listedMs,
    wholeMs,
    bytesIn,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    ...blocks,
  };
}

export interface PushLatencies {
  ours: number[];
  /** A collector on nothing but the power state of that machine: the lab's own floor. */
  floor: number[];
}

/** From the call that changes something to the sink, and to a bare collector, for the same changes. */
async function latencies(argument: unknown): Promise<PushLatencies> {
  const changes = Number(argument);
  const sink = new KeepingSink();
  const whole = sink.replaced('volume');
  const one = provider();
  one.start(sink);
  await whole;
  const [hands, watching] = [await session(), await session()];
  const view = await createContainerView(hands, ['VirtualMachine']);
  const spec = { properties: { VirtualMachine: ['name'] }, objects: [viewSelection(view)] };
  const machines = (await retrieveAll(hands, spec)).slice(0, changes);
  const found: PushLatencies = { ours: [], floor: [] };
  for (const { ref } of machines) {
    const bareSeen = await bareWatch(watching, ref);
    const oursSeen = new Promise<void>(resolve => {
      sink.onUpsert = resources => {
        if (resources.some(r => r.id === `b:${ref.value}` && r.status === 'stopped')) resolve();
      };
    });
    const asked = performance.now();
    await powerOff(hands, ref);
    await Promise.all([
      oursSeen.then(() => found.ours.push(performance.now() - asked)),
      bareSeen().then(() => found.floor.push(performance.now() - asked)),
    ]);
    await powerOn(hands, ref);
  }
  await Promise.all([one.stop(), hands.close(), watching.close()]);
  return found;
}

/** A watch that has begun; its answer comes with the first change. */
async function bareWatch(client: VimSession, ref: MoRef): Promise<() => Promise<void>> {
  const { signal } = new AbortController();
  const filters = new Map([
    ['one', { properties: { VirtualMachine: ['runtime.powerState'] }, objects: [{ object: ref }] }],
  ]);
  const options = { pageSize: 10, maxWaitSeconds: 30, graceMs: 10_000, firstDeadlineMs: 30_000, signal };
  const stream = await PropertyStream.open(client, filters, options);
  await stream.next(signal);
  const change = stream.next(signal);
  return async () => {
    await change;
    await stream.close();
  };
}

answer('bare', bare);
answer('ours', ours);
answer('latencies', latencies);
listen();
