import { describe, expect, it } from 'vitest';
import { type RawNode, type RawService, readNode, readService, troubleOf } from './swarm.ts';

const node = (change: Partial<RawNode> = {}): RawNode => ({
  ID: 'n1',
  Version: { Index: 9 },
  Spec: { Role: 'worker', Availability: 'active' },
  Description: { Hostname: 'engine-1' },
  Status: { State: 'ready' },
  ...change,
});

describe('a node', () => {
  it.each([
    [{}, { role: 'worker', availability: 'active', state: 'ready' }],
    [{ Spec: { Role: 'manager', Availability: 'drain' } }, { role: 'manager', availability: 'drained' }],
    [{ Spec: { Role: 'manager' }, ManagerStatus: { Leader: true } }, { role: 'leader' }],
    [{ Spec: { Role: 'worker', Availability: 'pause' } }, { availability: 'paused' }],
    [{ Status: { State: 'down' } }, { state: 'down' }],
    [{ Status: { State: 'disconnected' } }, { state: 'unknown' }],
    [
      { Status: undefined, Description: undefined },
      { state: 'unknown', hostName: 'n1' },
    ],
  ])('of %j', (change, expected) => expect(readNode(node(change))).toMatchObject(expected));
});

const service = (change: Partial<RawService> = {}, spec: Partial<RawService['Spec']> = {}): RawService => ({
  ID: 's1',
  Version: { Index: 16 },
  Spec: {
    Name: 'web',
    Labels: {},
    Mode: { Replicated: { Replicas: 3 } },
    TaskTemplate: { ContainerSpec: { Image: 'team/web:1' } },
    ...spec,
  },
  ServiceStatus: { RunningTasks: 2, DesiredTasks: 3 },
  ...change,
});

describe('a service', () => {
  it('wants its number, and says how many run', () => {
    expect(readService(service(), null)).toEqual({
      id: 's1',
      name: 'web',
      group: null,
      mode: 'replicated',
      image: 'team/web:1',
      wanted: 3,
      running: 2,
      ports: [],
      trouble: null,
    });
  });

  it.each([
    [{ Global: {} }, 'everywhere'],
    [{ GlobalJob: {} }, 'job'],
    [{ ReplicatedJob: {} }, 'job'],
    [undefined, 'replicated'],
  ])('with the mode %j is %s', (Mode, mode) =>
    expect(readService(service({}, { Mode }), null)).toMatchObject({ mode, wanted: 3 }),
  );

  it('scaled to nothing wants nothing, whatever still ends', () => {
    const ending = { ServiceStatus: { RunningTasks: 1, DesiredTasks: 1 } };
    expect(readService(service(ending, { Mode: { Replicated: { Replicas: 0 } } }), null)).toMatchObject({
      wanted: 0,
      running: 1,
    });
  });

  it('is called by its stack, its image by its tag, its ports by both ends', () => {
    const spec = {
      Labels: { 'com.docker.stack.namespace': 'shop' },
      TaskTemplate: { ContainerSpec: { Image: `team/web:1@sha256:${'a'.repeat(64)}` } },
    };
    const ports = [{ Protocol: 'udp', TargetPort: 53, PublishedPort: 1053 }, { TargetPort: 80 }];
    expect(readService(service({ Endpoint: { Ports: ports } }, spec), 'no room')).toMatchObject({
      group: 'shop',
      image: 'team/web:1',
      trouble: 'no room',
      ports: [
        { published: 1053, target: 53, protocol: 'udp' },
        { published: null, target: 80, protocol: 'tcp' },
      ],
    });
  });
});

it('what is in its way is what the youngest task says that has an error', () => {
  const task = (ServiceID: string, Timestamp: string, Err?: string) => ({
    ServiceID,
    Status: { State: 'failed', Timestamp, ...(Err && { Err }) },
  });
  const tasks = [
    task('s1', '2026-01-01T00:00:02Z', 'no such image'),
    task('s1', '2026-01-01T00:00:01Z', 'older'),
    task('s1', '2026-01-01T00:00:03Z'),
    task('s2', '2026-01-01T00:00:04Z', "another's"),
  ];
  expect(troubleOf('s1', tasks)).toBe('no such image');
  expect(troubleOf('s3', tasks)).toBeNull();
});
