import { callsPerSecond } from '@orrery/provider-docker/engine/meter.ts';
import { pause, systemClock } from '@orrery/provider-kit/clock.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dockerLab } from '../../support/docker-lab.ts';
import { EngineProxy } from './engine-proxy.ts';
import { Watched } from './watched.ts';

const count = 200;
const windowMs = 10_000;
/** Making and removing so many takes a minute, on a busy machine several. */
const loadMs = 900_000;

const [a] = await dockerLab.engines();
if (!a) throw new Error('The Docker lab is not up: run e2e/labs/docker/docker-lab up');
const proxy = new EngineProxy({ path: a.socket });

beforeAll(async () => {
  await proxy.open();
  await dockerLab.unload('a');
  await dockerLab.load('a', count);
}, loadMs);

afterAll(async () => {
  await proxy.cut();
  await dockerLab.unload('a');
}, loadMs);

it(`${count} containers are all measured with a bounded number of calls, and a cut is no storm`, async () => {
  const watched = new Watched([{ url: `tcp://127.0.0.1:${proxy.port}` }]);
  try {
    const { mirror } = watched;
    await mirror.waitFor('all listed', () => mirror.all('instance').length >= count || null, 120_000);
    await mirror.waitFor('all measured', () => mirror.metricsOf.size >= count || null, 120_000);
    const { calls } = proxy;
    const began = systemClock.now();
    await pause(systemClock, windowMs);
    // On a busy machine the window is longer than was asked for.
    const rate = ((proxy.calls - calls) * 1000) / (systemClock.now() - began);
    expect(rate).toBeLessThanOrEqual(callsPerSecond * 1.1);

    // What the short list says has not changed is not read again.
    await proxy.cut();
    await watched.reaches(a.name, 'down');
    const asked = proxy.requests.length;
    await proxy.open();
    await watched.reaches(a.name, 'up');
    const again = proxy.requests.slice(asked).filter(line => /GET \/containers\/\w+\/json/.test(line));
    expect(again.length).toBeLessThanOrEqual(count / 10);
    expect(mirror.all('instance').filter(i => i.name.startsWith('load-'))).toHaveLength(count);
  } finally {
    await watched.provider.stop();
  }
});
