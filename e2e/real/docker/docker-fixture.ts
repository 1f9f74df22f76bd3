import type { DockerSettings } from '@orrery/contract/backends/settings.ts';
import { systemClock } from '@orrery/provider-kit/clock.ts';
import type { ConformanceFixture } from '@orrery/provider-kit/conformance/fixture.ts';
import { callsPerSecond } from '@orrery/provider-docker/engine/meter.ts';
import { nativeIds } from '@orrery/provider-docker/ids.ts';
import { dockerModule } from '@orrery/provider-docker/module.ts';
import { dockerLab } from '../../support/docker-lab.ts';
import { dockerCreation } from './docker-creation.ts';
import { destroyMoved, dockerMoves } from './moving.ts';
import { EngineHands } from './engine-hands.ts';
import { EngineProxy } from './engine-proxy.ts';

const metricsMs = 15_000;

/** An image that nothing else is called by: of its own layer, so that it has an id of its own. */
async function ownImage(): Promise<string> {
  const name = 'conf/own:1';
  const write = ['sh', '-c', 'date +%s%N > /own'];
  await dockerLab.docker('a', 'run', '--name', 'conf-own', 'lab/busybox:1', ...write);
  await dockerLab.docker('a', 'commit', 'conf-own', name);
  await dockerLab.docker('a', 'rm', '--force', 'conf-own');
  return name;
}

/** What is made for the provider to act on. */
const things = (hands: EngineHands, registry: string) => ({
  spare: {
    pool: async () => nativeIds.pool('dlab-a', 'local'),
    network: () => hands.spareNetwork(),
    volume: () => hands.spareVolume(),
  },
  creation: dockerCreation(hands),
  attachable: {
    volume: () => hands.spareVolume(),
    network: (native: string) => hands.networkBeside(native),
  },
  consoles: ['exec'] as const,
  migration: dockerMoves,
  insides: {
    say: async (native: string, text: string) =>
      void (await hands.docker(native, 'exec', native, 'sh', '-c', `echo ${text} > /proc/1/fd/1`)),
    file: '/etc/passwd',
    folder: '/tmp',
  },
  hostImages: { make: ownImage, pushed: `${registry}/conf/pushed:1`, host: 'dlab-b' },
});

/** The lab's engines behind the conformance suite. The lab is up already: `npm run test:real -- docker` sees to it. */
export async function dockerFixture(): Promise<ConformanceFixture> {
  const engines = await dockerLab.engines();
  if (engines.length < 2) throw new Error('The Docker lab is not up: run e2e/labs/docker/docker-lab up');
  const registry = await dockerLab.registry();
  const hands = new EngineHands();
  const proxies = new Map(
    engines.map(({ name, port }) => [name, new EngineProxy({ host: '127.0.0.1', port })]),
  );
  const proxyOf = (part: string): EngineProxy => {
    const proxy = proxies.get(part);
    if (!proxy) throw new Error(`There is no engine ${part}`);
    return proxy;
  };
  const settings = (): DockerSettings => ({
    kind: 'docker',
    registries: [registry],
    hosts: engines.map(({ name, tls }) => ({
      url: `tcp://127.0.0.1:${proxyOf(name).port}`,
      ...(tls === null ? {} : { tls }),
    })),
  });
  const docker =
    (...args: string[]) =>
    async (native: string) =>
      void (await hands.docker(native, ...args, native));

  return {
    module: dockerModule,
    clock: systemClock,
    random: Math.random,
    timings: {
      eventMs: 25_000,
      relistMs: 60_000,
      actionMs: 120_000,
      promptMs: 15_000,
      brokenMs: 60_000,
      healedMs: 120_000,
      metricsMs,
    },
    up: async () => {
      await hands.sweep();
      await Promise.all([...proxies.values()].map(p => p.open()));
    },
    down: async () => {
      await Promise.all([...proxies.values()].map(p => p.cut()));
      await hands.sweep();
    },
    open: context => dockerModule.open(context, settings()),
    probe: signal => dockerModule.probe(settings(), signal),
    probeWrong: signal =>
      dockerModule.probe({ kind: 'docker', hosts: [{ url: 'tcp://127.0.0.1:9' }] }, signal),

    makeInstance: spec => hands.make(spec),
    destroyInstance: async native => {
      await hands.destroy(native);
      await destroyMoved(native);
    },
    look: native => hands.look(native),
    outside: {
      start: docker('start'),
      stop: docker('kill'),
      pause: docker('pause'),
      resume: docker('unpause'),
      rename: async (native, name) => void (await hands.docker(native, 'rename', native, name)),
      delete: docker('rm', '--force'),
    },

    parts: engines.map(e => e.name),
    breakPart: part => proxyOf(part).cut(),
    healPart: part => proxyOf(part).open(),

    ...things(hands, registry.address),
    // An engine always has its own volumes.
    isActive: async (kind, native) => kind === 'storage-pool' || hands.networkExists(native),
    volumeExists: native => hands.volumeExists(native),

    // Letters, digits, "_", "." and "-" are all that an engine admits.
    hostileNames: ['constructor', '00', 'A.b_c-', `x${'y'.repeat(200)}`],
    hasTasks: false,
    calls: () => [...proxies.values()].reduce((sum, p) => sum + p.calls, 0),
    callsPerWindow: (callsPerSecond * engines.length * metricsMs) / 1000,
  };
}
