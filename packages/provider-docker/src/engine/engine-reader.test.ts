import { beforeEach, expect, it } from 'vitest';
import { hostRecord } from '../testing/records.ts';
import { EngineReader } from './engine-reader.ts';
import { EngineError } from './engine-error.ts';
import type { HostRecord } from './facts.ts';

interface OnItsWay {
  path: string;
  arrive: () => void;
}

let there: string[];
let held: OnItsWay[];
/** Paths whose answers wait; what they say is what was true when they were asked. */
let slow: RegExp | null;
let record: HostRecord;
let reader: EngineReader;
const signal = new AbortController().signal;

const inspected = (id: string) => ({
  Id: id,
  Name: `/${id}`,
  Image: 'sha256:aa',
  Created: '2026-01-01T00:00:00Z',
  State: { Status: 'running', ExitCode: 0, OOMKilled: false, Error: '', StartedAt: '2026-01-01T00:00:00Z' },
  Config: { Image: 'web:1', Labels: {} },
  HostConfig: { RestartPolicy: { Name: 'no' } },
  Mounts: [],
  NetworkSettings: { Networks: {} },
});

function answerTo(path: string): unknown {
  if (path === '/containers/json')
    return there.map(Id => ({ Id, State: 'running', Status: 'Up', Names: [] }));
  if (path === '/volumes') return { Volumes: [] };
  if (path === '/networks' || path === '/images/json') return [];
  const id = path.split('/')[2] ?? '';
  return there.includes(id) ? inspected(id) : new EngineError('answer', 'No such container', { status: 404 });
}

const api = {
  get: async <T>(path: string): Promise<T> => {
    const answer = answerTo(path);
    if (slow?.test(path)) await new Promise<void>(arrive => held.push({ path, arrive }));
    if (answer instanceof EngineError) throw answer;
    // The answers above have what the reader asks for.
    return answer as T;
  },
};

beforeEach(() => {
  there = ['one'];
  held = [];
  slow = null;
  record = hostRecord('a');
  reader = new EngineReader(record, api, { now: () => '2026-01-01T00:00:00.000Z', changed: () => {} });
});

const known = () => [...record.containers.keys()].toSorted();

it('two lists beside each other drop nothing that was made meanwhile', async () => {
  await reader.list('all', signal);
  slow = /^\/containers\/json$/;
  const first = reader.list('changed', signal);
  slow = null;
  there = ['one', 'two'];
  await reader.container('two', 'event');
  await reader.list('changed', signal);
  held[0]?.arrive();
  await first;
  expect(known()).toEqual(['one', 'two']);
});

it('a description that is on its way brings back nothing that a list no longer has', async () => {
  await reader.list('all', signal);
  slow = /\/one\/json$/;
  const describing = reader.container('one', 'event');
  there = [];
  await reader.list('changed', signal);
  expect(known()).toEqual([]);
  held[0]?.arrive();
  await describing;
  expect(known()).toEqual([]);
});
