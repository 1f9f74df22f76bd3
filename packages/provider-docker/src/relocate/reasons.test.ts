import { describe, expect, it } from 'vitest';
import { containerFacts, hostRecord } from '../testing/records.ts';
import type { MovedContainer } from './moved-container.ts';
import { healthSecondsOf } from './moved-container.ts';
import { reasonsAgainst } from './reasons.ts';
import { surveyHost } from './survey.ts';

const from = hostRecord('a');
from.containers.set('s', containerFacts('s', { name: 'web', memoryBytes: 64 * 1_048_576, cpus: 2 }));

const volume = { name: 'data', driver: 'local', options: {}, labels: {}, bytes: 5_000, carried: true };

/** What an engine tells of a container of which nothing is said. */
function moved(change: object = {}, config: object = {}, host: object = {}): MovedContainer {
  const inspected = {
    Id: 's',
    Name: '/web',
    Image: 'sha256:aa',
    State: { Running: true, Paused: false, Restarting: false },
    Mounts: [],
    NetworkSettings: { Networks: { bridge: {} } },
    Config: { Image: 'web:1', Labels: {}, ...config },
    HostConfig: { NetworkMode: 'bridge', ...host },
    ...change,
  };
  return {
    // Of an answer of the engine, what is looked at.
    inspected: inspected as unknown as MovedContainer['inspected'],
    imageBytes: 9_000,
    layers: [],
    architecture: 'amd64',
    writtenBytes: null,
    volumes: [],
  };
}

function target(change: Partial<ReturnType<typeof hostRecord>['facts']> = {}) {
  const to = hostRecord('b');
  to.facts = { ...to.facts, ...change };
  const network = {
    asOf: '',
    source: 'poll' as const,
    id: 'n',
    name: 'bridge',
    driver: 'bridge',
    scope: 'local',
  };
  to.networks.set('n', { ...network, internal: false, bridge: null, vlan: null, cidrs: [], labels: {} });
  return to;
}

const codes = (container: MovedContainer, to = target()) =>
  reasonsAgainst(container, to, from).map(({ severity, code }) => `${severity} ${code}`);

describe('what speaks against a relocation', () => {
  it('is nothing for a plain container', () => {
    expect(codes(moved())).toEqual([]);
  });

  it.each<[string, MovedContainer, string]>([
    ['paused', moved({ State: { Running: true, Paused: true } }), 'blocks power-state'],
    ['a crash loop', moved({ State: { Running: true, Restarting: true } }), 'blocks power-state'],
    ['deleted when it stops', moved({}, {}, { AutoRemove: true }), 'blocks power-state'],
    [
      'a path of its host',
      moved({ Mounts: [{ Type: 'bind', Source: '/srv' }] }),
      'blocks storage-not-shared',
    ],
    ['memory as a disk', moved({}, {}, { Tmpfs: { '/tmp': '' } }), 'warns storage-not-shared'],
    ['devices', moved({}, {}, { Devices: [{}] }), 'blocks device-attached'],
    ['parts of another', moved({}, {}, { NetworkMode: 'container:x' }), 'blocks not-supported'],
    ['a service', moved({}, { Labels: { 'com.docker.swarm.task.id': 't' } }), 'blocks not-supported'],
    ['compose', moved({}, { Labels: { 'com.docker.compose.project': 'p' } }), 'warns not-supported'],
    ['a network', moved({ NetworkSettings: { Networks: { own: {} } } }), 'blocks network-missing'],
  ])('%s', (_, container, expected) => {
    expect(codes(container)).toEqual([expected]);
  });

  it('is what the host lacks or has already', () => {
    expect(codes(moved(), target({ memoryMiB: 32, threads: 1, architecture: 'aarch64' }))).toEqual([
      'blocks architecture',
      'blocks memory',
      'blocks processors',
    ]);
    const to = target();
    to.containers.set('x', containerFacts('x', { name: 'web', hostPorts: ['80'] }));
    to.volumes.set('data', {
      asOf: '',
      source: 'poll',
      name: 'data',
      driver: 'local',
      mountpoint: '',
      labels: {},
    });
    const container = moved({}, {}, { PortBindings: { '80/tcp': [{ HostPort: '80' }] } });
    expect(codes({ ...container, volumes: [volume] }, to)).toEqual([
      'blocks name-taken',
      'blocks name-taken',
      'blocks busy',
    ]);
    to.lost = 'it does not answer';
    expect(codes(moved(), to)).toContain('blocks host-unreachable');
  });

  it('is the host that it is on', () => {
    expect(reasonsAgainst(moved(), from, from).map(r => r.code)).toEqual(['same-host']);
  });
});

describe('what a relocation is made of', () => {
  const way = (container: MovedContainer, bandwidth: number | null) =>
    surveyHost('lab:b', { moved: container, from, to: target() }, bandwidth).ways[0];

  it('is the image beforehand, and what was written while it stands still', () => {
    const container = { ...moved(), volumes: [volume], writtenBytes: 700 };
    expect(way(container, 1_000_000)).toMatchObject({
      diskBytes: 5_700,
      relocation: { imageBytes: 9_000, volumeBytes: 5_700, stopSeconds: { expected: 1, atMost: 11 } },
    });
    expect(way(container, null)?.relocation).toBeNull();
  });

  it('is no stop for one that does not run', () => {
    const container = moved({ State: { Running: false } });
    expect(way(container, 1)?.relocation).toMatchObject({
      stopSeconds: { expected: 0 },
      startSeconds: { atMost: 0 },
    });
  });

  it('takes the health check at its word', () => {
    const Healthcheck = { Test: ['CMD', 'x'], Interval: 5e9, Timeout: 1e9, StartPeriod: 20e9, Retries: 2 };
    expect(healthSecondsOf({ Healthcheck })).toEqual({ expected: 5, atMost: 32 });
    expect(healthSecondsOf({ Healthcheck: { Test: ['CMD', 'x'] } })).toEqual({ expected: 30, atMost: 180 });
    expect(healthSecondsOf({ Healthcheck: { Test: ['NONE'] } })).toBeNull();
  });
});
