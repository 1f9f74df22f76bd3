import { EngineApi } from '@orrery/provider-docker/engine/engine-api.ts';
import { previewPrune } from '@orrery/provider-docker/images/prune.ts';
import { pullImage } from '@orrery/provider-docker/images/pull.ts';
import { readLogs } from '@orrery/provider-docker/consoles/logs.ts';
import type { LogLine } from '@orrery/contract/inside/logs.ts';
import type { ConsoleStream } from '@orrery/provider-kit/console.ts';
import type { CreateControl, CreateRequest } from '@orrery/provider-kit/creator.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dockerLab, type LabEngineName } from '../../support/docker-lab.ts';
import { until } from '../../support/until.ts';
import { containerSpec } from './docker-creation.ts';
import { EngineHands } from './engine-hands.ts';
import { Watched } from './watched.ts';

const hands = new EngineHands();
const [a, b] = await dockerLab.engines();
if (!a || !b) throw new Error('The Docker lab is not up: run e2e/labs/docker/docker-lab up');
const registry = await dockerLab.registry();
const apis: Record<LabEngineName, EngineApi> = {
  a: new EngineApi({ transport: 'unix', socketPath: a.socket }, 8),
  b: new EngineApi({ transport: 'unix', socketPath: b.socket }, 8),
};
/** In the registry of the lab, and on engine a. */
const big = `${registry.address}/lab/big:1`;
const login = { username: registry.username, password: registry.password, serveraddress: registry.address };
let watched: Watched;

beforeAll(async () => {
  await hands.sweep();
  watched = new Watched([{ url: `unix://${a.socket}` }, { url: `unix://${b.socket}` }]);
  await Promise.all([watched.reaches(a.name, 'up'), watched.reaches(b.name, 'up')]);
});

afterAll(async () => {
  await watched.provider.stop();
  await hands.sweep();
  await forgetBig();
  for (const api of Object.values(apis)) api.close();
});

const forgetBig = async () => {
  for (const name of [big, 'lab/big:1'])
    await dockerLab.docker('b', 'image', 'rm', '--force', name).catch(() => undefined);
};
const run = async (name: string, ...args: string[]): Promise<string> => {
  await hands.free('a', name);
  const native = await dockerLab.docker('a', 'run', '--detach', '--name', name, ...args);
  await watched.seen(native, () => true);
  return native;
};
/** One that goes on: a shell is opened only where it is known to run. */
const asleep = async (name: string): Promise<string> => {
  const native = await run(name, 'lab/busybox:1', 'sleep', '1000');
  await watched.seen(native, i => i.powerState === 'running');
  return native;
};
const never = () => new AbortController().signal;

describe('a shell', () => {
  const open = async (native: string): Promise<ConsoleStream> => {
    const { consoles } = watched.provider;
    if (!consoles) throw new Error('The provider opens no consoles');
    return consoles.open(watched.id(native), 'exec', never());
  };
  const hear = async (stream: ConsoleStream, words: RegExp): Promise<string> => {
    let heard = '';
    for await (const chunk of stream.output) {
      heard += Buffer.from(chunk).toString();
      if (words.test(heard)) return heard;
    }
    throw new Error(`It ended after ${heard}`);
  };
  const say = (stream: ConsoleStream, line: string) => stream.write(Buffer.from(`${line}\n`));

  it('has the size of its window, and ends with its exit code', async () => {
    const native = await asleep('conf-shell');
    const stream = await open(native);
    await stream.resize?.(123, 45);
    await say(stream, 'stty size; exit 7');
    expect(await hear(stream, /\d+ \d+\r\n/)).toContain('45 123');
    expect(await stream.ended).toMatchObject({ reason: 'exited', exitCode: 7 });
  });

  it('that is closed leaves no process behind, whatever ran in it', async () => {
    const native = await asleep('conf-left');
    // One that ended and that nobody has taken note of stands in brackets.
    const runs = async () => (await dockerLab.docker('a', 'exec', native, 'ps')).includes('sleep 4321');
    const stream = await open(native);
    await say(stream, 'sleep 4321');
    await until('it runs', runs);
    await stream.close();
    await until('it is gone', async () => !(await runs()));
  });

  it('is missed where the image has none', async () => {
    const native = await asleep('conf-bare');
    await dockerLab.docker('a', 'exec', native, 'rm', '/bin/sh');
    const stream = await open(native);
    for await (const _ of stream.output);
    const end = await stream.ended;
    expect(end).toMatchObject({ reason: 'exited', message: 'There is no shell in its image' });
  });
});

describe('a log', () => {
  const collect = async (lines: AsyncIterable<LogLine>): Promise<LogLine[]> => {
    const all: LogLine[] = [];
    for await (const line of lines) all.push(line);
    return all;
  };
  const options = (container: string, change: object = {}) => ({
    container,
    tty: false,
    follow: false,
    signal: never(),
    ...change,
  });

  it('tells its lines with their times, apart by stream', async () => {
    const script = 'echo one; echo two >&2; echo THREE; printf four';
    const native = await run('conf-log', 'lab/busybox:1', 'sh', '-c', script);
    await dockerLab.docker('a', 'wait', native);
    const lines = await collect(readLogs(apis.a, options(native)));
    expect(lines.map(l => `${l.from} ${l.text}`).toSorted()).toEqual([
      'stderr two',
      'stdout THREE',
      'stdout four',
      'stdout one',
    ]);
    for (const { at } of lines) expect(Date.parse(at ?? '')).toBeGreaterThan(Date.now() - 600_000);
    const last = await collect(readLogs(apis.a, options(native, { tail: 1 })));
    expect(last.map(l => l.text)).toEqual(['four']);
  });

  it('of a terminal has no frames', async () => {
    const native = await run('conf-tty', '--tty', 'lab/busybox:1', 'sh', '-c', 'echo alone');
    await dockerLab.docker('a', 'wait', native);
    const lines = await collect(readLogs(apis.a, options(native, { tty: true })));
    expect(lines.map(l => l.text)).toEqual(['alone']);
  });

  it('is followed until it is enough', async () => {
    const script = 'i=0; while :; do echo line $i; i=$((i+1)); usleep 20000; done';
    const native = await run('conf-follow', 'lab/busybox:1', 'sh', '-c', script);
    const enough = new AbortController();
    const seen: string[] = [];
    for await (const { text } of readLogs(apis.a, options(native, { follow: true, signal: enough.signal }))) {
      seen.push(text);
      if (seen.length === 20) enough.abort();
    }
    expect(seen.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, i) => `line ${i}`));
  });
});

describe('an image', () => {
  it('is pulled with progress over its layers, which never goes back', async () => {
    await forgetBig();
    const told: number[] = [];
    const onProgress = (fraction: number) => told.push(fraction);
    await pullImage(apis.b, { reference: big, signal: never(), onProgress, login });
    expect(told.length).toBeGreaterThan(8);
    expect(told).toEqual(told.toSorted((x, y) => x - y));
    expect(told.at(-1)).toBeCloseTo(1);
    expect(await dockerLab.docker('b', 'image', 'ls', '--quiet', big)).not.toBe('');
  });

  it('is refused without a login, and when there is none of that name', async () => {
    const pull = (reference: string, credentials?: typeof login) =>
      pullImage(apis.b, { reference, signal: never(), onProgress: () => {}, login: credentials });
    await expect(pull(`${registry.address}/lab/web:1`)).rejects.toThrow(/credentials|unauthorized|denied/);
    await expect(pull(`${registry.address}/lab/nothing:1`, login)).rejects.toThrow(/not found|unknown/);
  });

  it('that only another engine has is carried over when a container is launched from it', async () => {
    await hands.free('b', 'conf-carried');
    await forgetBig();
    const known = () => watched.mirror.all('image').find(i => i.name === 'lab/big:1');
    const image = await watched.mirror.waitFor('lab/big:1', known, 120_000);
    const spec = containerSpec('conf-carried', { root: { from: 'image', image: image.id } });
    const request: CreateRequest = {
      operation: crypto.randomUUID(),
      project: 'p1',
      host: watched.id(b.name),
      creation: { kind: 'instance', spec },
    };
    const phases: string[] = [];
    const control: CreateControl = {
      signal: never(),
      progress: ({ phase }) => phases.push(phase ?? ''),
      bind: async () => {},
      identified: async () => {},
      image: async () => null,
    };
    const made = await watched.provider.creator?.create(request, control);
    const native = made?.id.replace('lab:', '') ?? '';
    const seen = await watched.seen(native, i => i.powerState === 'running');
    expect(seen).toMatchObject({ hostName: b.name, image: 'lab/big:1', project: 'p1' });
    expect([...new Set(phases)]).toEqual(['image', 'define', 'boot']);
    const events = () => watched.eventsOf(native).includes('instance.started') || null;
    await watched.mirror.waitFor('its events', events, 120_000);
    const own = watched.mirror.events.filter(e => e.target === made?.id);
    expect(own.map(e => e.operation)).toEqual(own.map(() => request.operation));
  });

  it('that nothing uses is shown with what its end would free, before anything ends', async () => {
    const { images, bytes } = await previewPrune(apis.a, 'unused', never());
    const bigOne = images.find(i => i.tags.includes('lab/big:1'));
    expect(bigOne?.bytes).toBeGreaterThan(60_000_000);
    expect(bytes).toBeGreaterThanOrEqual(bigOne?.bytes ?? 0);
    expect(await dockerLab.docker('a', 'image', 'ls', '--quiet', 'lab/big:1')).not.toBe('');
  });
});
