import { request } from 'node:http';
import { logLineSchema } from '@orrery/contract/inside/logs.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, somebody, type Somebody } from '../http/testing/caller.ts';
import { anImage, anInstance } from '../http/testing/samples.ts';
import { startTestBff, type TestBff } from '../http/testing/test-bff.ts';
import { setMember } from '../identity/members.ts';
import { createProject } from '../identity/projects.ts';
import { toyLog, written } from './testing/toy-insides.ts';

let bff: TestBff;
let project = '';
let member: Somebody;
let reader: Somebody;
let operator: Somebody;

beforeAll(async () => {
  bff = await startTestBff();
  project = await createProject(bff.identity, { name: 'blue', description: null });
  member = await somebody(bff, { in: { [project]: 'member' } });
  reader = await somebody(bff, { in: { [project]: 'reader' } });
  operator = await somebody(bff, { role: 'operator' });
  bff.fleet.inventory.publish([anInstance({ project }), anImage({ id: 'lab:debian' })]);
});
afterAll(() => bff.close());

const logs = '/api/v1/instances/lab:web-1/logs';
const files = '/api/v1/instances/lab:web-1/files';
const get = (who: Pick<Somebody, 'cookie'>, path: string) => call(bff, path, { headers: who.cookie });

const linesOf = async (query = ''): Promise<string[]> => {
  const answer = await fetch(`${bff.url}${logs}${query}`, { headers: member.cookie });
  const lines = (await answer.text()).split('\n').filter(line => line !== '');
  return lines.map(line => logLineSchema.parse(JSON.parse(line)).text);
};

/** A page that follows: what it has heard so far, and whether it was cut. */
function follow(who: Pick<Somebody, 'cookie'>) {
  const heard = { text: '', over: false };
  const asked = request(`${bff.url}${logs}?follow=true&tail=1`, { headers: who.cookie }, answer => {
    answer.setEncoding('utf8').on('data', (piece: string) => {
      heard.text += piece;
    });
    answer.on('close', () => {
      heard.over = true;
    });
  });
  asked.on('error', () => {
    heard.over = true;
  });
  asked.end();
  return { heard, leave: () => asked.destroy() };
}

describe('a log', () => {
  it('is for those who may look into the instance', async () => {
    expect((await get(reader, logs)).code).toBe('permission.denied');
    expect((await get(await somebody(bff), logs)).code).toBe('resource.not-found');
    expect((await get({ cookie: {} }, logs)).code).toBe('session.required');
    expect((await get(member, `${logs}?tail=nothing`)).code).toBe('request.invalid');
  });

  it('is told line by line, the last of them, and those with a text', async () => {
    expect(await linesOf()).toEqual(['one', 'TWO', 'three']);
    expect(await linesOf('?tail=1')).toEqual(['three']);
    expect(await linesOf('?search=two')).toEqual(['TWO']);
  });

  it('is a file, whole where no end of it is asked for', async () => {
    const file = await get(member, `${logs}?as=text&tail=0`);
    expect(file.text).toBe(['one', 'TWO', 'three'].map(l => `2026-03-01T12:00:00.000Z ${l}\n`).join(''));
  });

  it('is followed until the reader goes away', async () => {
    const { heard, leave } = follow(member);
    await expect.poll(() => heard.text, { timeout: 60_000 }).toContain('three');
    toyLog.say('four');
    await expect.poll(() => heard.text, { timeout: 60_000 }).toContain('four');
    leave();
    await expect.poll(() => toyLog.readers, { timeout: 60_000 }).toBe(0);
  });

  it('is not followed any longer than one may', async () => {
    const lowered = await somebody(bff, { in: { [project]: 'member' } });
    const { heard } = follow(lowered);
    await expect.poll(() => heard.text, { timeout: 60_000 }).toContain('four');
    await setMember(bff.identity, { project, user: lowered.id, role: 'reader' });
    await expect.poll(() => heard.over, { timeout: 60_000 }).toBe(true);
    expect(toyLog.readers).toBe(0);
  });
});

describe('files', () => {
  it('go in and out for those who may, and leave a trace', async () => {
    expect((await get(member, `${files}?path=/etc/hosts`)).text).toBe('tar of /etc/hosts');
    expect((await get(reader, `${files}?path=/etc/hosts`)).code).toBe('permission.denied');
    expect((await get(member, `${files}?path=etc`)).code).toBe('request.invalid');
    const answer = await fetch(`${bff.url}${files}?path=/data`, {
      method: 'PUT',
      headers: member.cookie,
      body: 'a tar',
    });
    expect(answer.status).toBe(204);
    expect(written.get('/data')).toBe('a tar');
    expect((await get(operator, '/api/v1/audit?limit=5')).text).toContain('"writeFiles"');
  });
});

describe('images of hosts', () => {
  it('say what could go and are saved, for those who keep them', async () => {
    const prunable = '/api/v1/backends/lab/prunable-images?scope=unused';
    expect((await get(operator, '/api/v1/images/lab:debian/archive')).text).toBe('tar of lab:debian');
    expect((await get(member, '/api/v1/images/lab:debian/archive')).code).toBe('permission.denied');
    expect((await get(member, prunable)).code).toBe('permission.denied');
  });

  it('are made of what was sent, which is gone afterwards', async () => {
    const sent = await fetch(`${bff.url}/api/v1/archives`, {
      method: 'POST',
      headers: operator.cookie,
      body: 'a context',
    });
    expect(sent.status).toBe(201);
    expect(await sent.json()).toMatchObject({ sizeBytes: 9 });
    const large = await fetch(`${bff.url}/api/v1/archives`, {
      method: 'POST',
      headers: operator.cookie,
      body: 'x'.repeat(1_000_001),
    });
    expect(large.status).toBe(413);
    const refused = await fetch(`${bff.url}/api/v1/archives`, {
      method: 'POST',
      headers: member.cookie,
      body: 'x',
    });
    expect(refused.status).toBe(403);
  });
});
