import { expect, it } from 'vitest';
import { type Cluster, clusterSchema, type Service } from '../resources/cluster.ts';
import { clusterActions, createServiceArgs, scaleServiceArgs } from './cluster-actions.ts';

const service = (mode: Service['mode']): Service => ({
  id: 's1',
  name: 'web',
  group: null,
  mode,
  image: 'web:1',
  wanted: 2,
  running: 1,
  ports: [{ published: 80, target: 8080, protocol: 'tcp' }],
  trouble: null,
});

const cluster = (services?: Service[]): Cluster =>
  clusterSchema.parse({
    id: 'b:c',
    kind: 'cluster',
    backend: 'b',
    name: 'c',
    project: null,
    asOf: '2026-01-01T00:00:00.000Z',
    source: 'derived',
    stale: false,
    actions: [],
    status: 'up',
    hostCount: 1,
    hostsUp: 1,
    instanceCount: 0,
    runningCount: 0,
    threads: 1,
    memoryMiB: 1,
    memoryUsedMiB: null,
    cpuPercent: null,
    vcpusPromised: 0,
    memoryPromisedMiB: 0,
    ...(services && { services }),
  });

const refusal = (services?: Service[], action = 'scaleService') =>
  clusterActions.find(({ name }) => name === action)?.refuse(cluster(services))?.code ?? null;

it('only what is kept in a number of its own can be scaled', () => {
  expect(refusal()).toBe('state.no-services');
  expect(refusal([])).toBe('state.no-services');
  expect(refusal([service('everywhere'), service('job')])).toBe('state.no-services');
  expect(refusal([service('everywhere'), service('replicated')])).toBeNull();
});

it.each([
  [{ service: 's1', count: 0 }, true],
  [{ service: 's1', count: 3 }, true],
  [{ service: 's1', count: -1 }, false],
  [{ service: 's1', count: 1.5 }, false],
  [{ service: '', count: 1 }, false],
  [{ count: 1 }, false],
])('takes %j: %s', (args, good) => expect(scaleServiceArgs.safeParse(args).success).toBe(good));

it('services are made where a cluster keeps any, and deleted where it has some', () => {
  expect(refusal(undefined, 'createService')).toBe('state.keeps-no-services');
  expect(refusal([], 'createService')).toBeNull();
  expect(refusal([], 'deleteService')).toBe('state.no-services-to-delete');
  expect(refusal([service('everywhere')], 'deleteService')).toBeNull();
});

it('a service is made of a name and an image; one instance of it, where no number is given', () => {
  const made = { name: 'web', image: 'nginx:1' };
  expect(createServiceArgs.parse(made)).toEqual({
    ...made,
    count: 1,
    environment: {},
    ports: [],
    networks: [],
  });
  expect(createServiceArgs.safeParse({ ...made, name: 'a b' }).success).toBe(false);
  expect(createServiceArgs.safeParse({ ...made, ports: [{ port: 0 }] }).success).toBe(false);
  expect(createServiceArgs.safeParse({ ...made, restart: 'always' }).success).toBe(false);
});
