import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { followProgress, LayerProgress } from './follow-progress.ts';
import { splitReference } from './pull.ts';

it.each([
  ['nginx', 'nginx', 'latest'],
  ['nginx:1.27', 'nginx', '1.27'],
  ['registry:5000/team/web', 'registry:5000/team/web', 'latest'],
  ['registry:5000/team/web:1', 'registry:5000/team/web', '1'],
  ['web@sha256:aa', 'web', 'sha256:aa'],
])('%s', (reference, repository, tag) => expect(splitReference(reference)).toEqual({ repository, tag }));

it('progress is the mean over the layers, and never goes back', () => {
  const progress = new LayerProgress();
  const at = (id: string, status: string, current?: number, total?: number) => {
    progress.take({ id, status, progressDetail: { current, total } });
    return progress.fraction;
  };
  expect(at('1', 'Pulling from team/web')).toBe(0);
  at('a', 'Pulling fs layer');
  at('b', 'Pulling fs layer');
  expect(at('a', 'Downloading', 50, 100)).toBeCloseTo(0.2);
  expect(at('b', 'Already exists')).toBeCloseTo(0.7);
  expect(at('a', 'Download complete')).toBeCloseTo(0.9);
  expect(at('a', 'Downloading', 10, 100)).toBeCloseTo(0.9);
  expect(at('c', 'Pulling fs layer')).toBeCloseTo(0.9);
  at('c', 'Pull complete');
  expect(at('a', 'Pull complete')).toBe(1);
});

it('an answer that begins well and ends with a complaint has failed', async () => {
  const answer = (...lines: object[]) => Readable.from(lines.map(line => `${JSON.stringify(line)}\r\n`));
  const seen: string[] = [];
  await followProgress(answer({ status: 'one' }, { status: 'two' }), l => seen.push(l.status ?? ''));
  expect(seen).toEqual(['one', 'two']);
  const failing = (error: string) => followProgress(answer({ status: 'one' }, { error }), () => {});
  await expect(failing('manifest unknown')).rejects.toMatchObject({ code: 'resource.not-found' });
  await expect(failing('unauthorized: log in')).rejects.toMatchObject({ code: 'backend.permission' });
  await expect(failing('dial tcp: timeout')).rejects.toMatchObject({ code: 'backend.refused' });
});
