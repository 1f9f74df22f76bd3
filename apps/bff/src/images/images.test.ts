import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject } from '../identity/projects.ts';
import { anOva, aStreamedVmdk } from '@orrery/provider-kit/testing/appliances.ts';
import { call, somebody, type Somebody, textOf } from '../http/testing/caller.ts';
import { startTestBff, type TestBff } from '../http/testing/test-bff.ts';
import { sizeOf } from './image-files.ts';
import { aRawDisk } from './testing/disks.ts';
import { sendPart, uploadHeaders } from './testing/upload.ts';

let bff: TestBff;
let project = '';
let member: Somebody;
let admin: Somebody;

beforeAll(async () => {
  bff = await startTestBff();
  project = await createProject(bff.identity, { name: 'blue', description: null });
  member = await somebody(bff, { in: { [project]: 'member' } });
  admin = await somebody(bff, { role: 'admin' });
});
afterAll(() => bff.close());

const post = (who: Somebody, path: string, body: unknown) =>
  call(bff, `/api/v1${path}`, { method: 'POST', headers: who.cookie, body });

async function begin(who: Somebody, more: Record<string, unknown> = {}): Promise<string> {
  const body = { name: 'disk', source: { from: 'upload', sizeBytes: 4096 }, ...more };
  const answer = await post(who, '/images', body);
  expect(answer.status, answer.text).toBe(201);
  return textOf(answer.json, 'id') ?? '';
}

const upload = async (who: Somebody, disk: Buffer, more: Record<string, unknown> = {}): Promise<string> => {
  const id = await begin(who, { source: { from: 'upload', sizeBytes: disk.length }, ...more });
  const answer = await sendPart(bff, { id, who, offset: 0, bytes: disk });
  expect(answer.status, answer.text).toBe(204);
  return id;
};

const offsetOf = async (id: string) => {
  const answer = await call(bff, `/api/v1/uploads/${id}`, { method: 'HEAD', headers: uploadHeaders(member) });
  return Number(answer.headers['upload-offset']);
};

const imageOf = async (id: string, who = member) =>
  (await call(bff, `/api/v1/images/${id}`, { headers: who.cookie })).json;

describe('an upload', () => {
  it('IM-1: begins, goes on part by part, and is an image with hash, format and size at its end', async () => {
    const disk = aRawDisk(3 * 4096);
    const id = await begin(member, { source: { from: 'upload', sizeBytes: disk.length } });
    for (const offset of [0, 4096, 8192])
      expect(
        (await sendPart(bff, { id, who: member, offset, bytes: disk.subarray(offset, offset + 4096) }))
          .status,
      ).toBe(204);
    expect(await imageOf(id)).toMatchObject({
      status: 'available',
      format: 'raw',
      sizeBytes: disk.length,
      virtualSizeBytes: disk.length,
      project,
      catalogue: { sha256: createHash('sha256').update(disk).digest('hex'), receivedBytes: disk.length },
    });
  });

  it('IM-4: takes no part at another offset, and says where it goes on', async () => {
    const disk = aRawDisk(8192);
    const id = await begin(member, { source: { from: 'upload', sizeBytes: disk.length } });
    const wrong = await sendPart(bff, { id, who: member, offset: 4096, bytes: disk.subarray(4096) });
    expect(wrong.code).toBe('upload.offset');
    expect(await offsetOf(id)).toBe(0);
  });

  it('IM-5: what came of a part without a checksum counts when the connection breaks', async () => {
    const disk = aRawDisk(4 * 1024 ** 2);
    const id = await begin(member, { source: { from: 'upload', sizeBytes: disk.length } });
    await sendPart(bff, { id, who: member, offset: 0, bytes: disk, cutAt: 3 * 1024 ** 2 });
    // Who asks for the offset ends the connection that still hangs: first something must have arrived.
    await expect.poll(() => sizeOf(join(bff.images.directory, 'parts', id))).toBeGreaterThan(0);
    const offset = await offsetOf(id);
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(3 * 1024 ** 2);
    await sendPart(bff, { id, who: member, offset, bytes: disk.subarray(offset) });
    expect(await imageOf(id)).toMatchObject({ status: 'available', catalogue: { sha256: sha256(disk) } });
  });

  it('IM-6: a part with a checksum counts whole or not at all', async () => {
    const disk = aRawDisk(64 * 1024);
    const id = await begin(member, { source: { from: 'upload', sizeBytes: disk.length } });
    const half = disk.subarray(0, 32_768);
    await sendPart(bff, { id, who: member, offset: 0, bytes: half, checksum: true, cutAt: 20_000 });
    expect(await offsetOf(id)).toBe(0);
    const damaged = await sendPart(bff, {
      id,
      who: member,
      offset: 0,
      bytes: half,
      checksumOf: randomBytes(9),
    });
    expect(damaged.status).toBe(460);
    expect(await offsetOf(id)).toBe(0);
    await sendPart(bff, { id, who: member, offset: 0, bytes: half, checksum: true });
    await sendPart(bff, { id, who: member, offset: 32_768, bytes: disk.subarray(32_768), checksum: true });
    expect(await imageOf(id)).toMatchObject({ status: 'available', catalogue: { sha256: sha256(disk) } });
  });

  it('IM-3: another SHA-256 than the declared one is refused, and nothing is kept', async () => {
    const disk = aRawDisk(4096);
    const id = await begin(member, { sha256: 'ab'.repeat(32) });
    const answer = await sendPart(bff, { id, who: member, offset: 0, bytes: disk });
    expect(answer.code).toBe('image.checksum');
    expect(await imageOf(id)).toMatchObject({
      status: 'error',
      catalogue: { problem: { code: 'image.checksum' } },
    });
    expect(await readdir(join(bff.images.directory, 'parts'))).not.toContain(id);
  });

  it('takes no more bytes than were announced', async () => {
    const id = await begin(member);
    const answer = await sendPart(bff, { id, who: member, offset: 0, bytes: aRawDisk(8192) });
    expect(answer.code).toBe('request.invalid');
  });

  it('IM-8: of two connections for one upload the later one goes on', async () => {
    const disk = aRawDisk(4 * 1024 ** 2);
    const id = await begin(member, { source: { from: 'upload', sizeBytes: disk.length } });
    const hanging = sendPart(bff, { id, who: member, offset: 0, bytes: disk, hangAt: 3 * 1024 ** 2 });
    await hanging.sent;
    await expect.poll(() => sizeOf(join(bff.images.directory, 'parts', id))).toBeGreaterThan(0);
    const offset = await offsetOf(id);
    expect(offset).toBeGreaterThan(0);
    await sendPart(bff, { id, who: member, offset, bytes: disk.subarray(offset) });
    expect(await imageOf(id)).toMatchObject({ status: 'available', catalogue: { sha256: sha256(disk) } });
  });

  it('is spoken by tus-js-client', async () => {
    const disk = aRawDisk(100 * 512);
    const { url } = await new Promise<Upload>((resolve, reject) => {
      const sending = new Upload(disk, {
        endpoint: `${bff.url}/api/v1/uploads`,
        headers: member.cookie,
        chunkSize: 20_000,
        retryDelays: null,
        metadata: { filename: 'own.img', project },
        onError: reject,
        onSuccess: () => resolve(sending),
      });
      sending.start();
    });
    const id = url?.split('/').at(-1) ?? '';
    expect(await imageOf(id)).toMatchObject({ name: 'own.img', status: 'available' });
  });
});

describe('who may', () => {
  it('IM-40: strangers see nothing of private images, and cannot go on with their uploads', async () => {
    const id = await begin(member);
    const stranger = await somebody(bff, {
      in: { [await createProject(bff.identity, { name: `p${id}`, description: null })]: 'manager' },
    });
    expect((await call(bff, `/api/v1/images/${id}`, { headers: stranger.cookie })).status).toBe(404);
    expect((await call(bff, `/api/v1/images/${id}/content`, { headers: stranger.cookie })).status).toBe(404);
    const part = await sendPart(bff, { id, who: stranger, offset: 0, bytes: aRawDisk(4096) });
    expect(part.status).toBe(404);
    const removed = await call(bff, `/api/v1/images/${id}`, { method: 'DELETE', headers: stranger.cookie });
    expect(removed.status).toBe(404);
  });

  it('readers of the project look, and change nothing', async () => {
    const reader = await somebody(bff, { in: { [project]: 'reader' } });
    const id = await begin(member);
    expect(await imageOf(id, reader)).toMatchObject({ id });
    const change = await call(bff, `/api/v1/images/${id}`, {
      method: 'PATCH',
      headers: reader.cookie,
      body: { name: 'x' },
    });
    expect(change.code).toBe('permission.denied');
    expect(
      (await post(reader, '/images', { name: 'x', project, source: { from: 'upload', sizeBytes: 1 } })).code,
    ).toBe('permission.denied');
  });

  it('IM-42: only publishers make images public; all see them then, without the owner', async () => {
    const id = await upload(member, aRawDisk(4096));
    const publish = { visibility: 'public' };
    const own = await call(bff, `/api/v1/images/${id}`, {
      method: 'PATCH',
      headers: member.cookie,
      body: publish,
    });
    expect(own.code).toBe('permission.denied');
    const allowed = await call(bff, `/api/v1/images/${id}`, {
      method: 'PATCH',
      headers: admin.cookie,
      body: publish,
    });
    expect(allowed.status, allowed.text).toBe(200);
    const other = await createProject(bff.identity, { name: `o${id}`, description: null });
    const stranger = await somebody(bff, { in: { [other]: 'reader' } });
    const seen = await call(bff, `/api/v1/images/${id}`, { headers: stranger.cookie });
    expect(seen.status).toBe(200);
    expect(seen.text).not.toContain(project);
    const change = await call(bff, `/api/v1/images/${id}`, {
      method: 'PATCH',
      headers: member.cookie,
      body: { name: 'mine' },
    });
    expect(change.code).toBe('permission.denied');
  });

  it('IM-41: shared images are seen by the projects named, and each is told of itself only', async () => {
    const id = await upload(member, aRawDisk(4096));
    const [to, other] = [
      await createProject(bff.identity, { name: `to${id}`, description: null }),
      await createProject(bff.identity, { name: `not${id}`, description: null }),
    ];
    const body = { visibility: 'shared', sharedWith: [to] };
    await call(bff, `/api/v1/images/${id}`, { method: 'PATCH', headers: admin.cookie, body });
    const friend = await somebody(bff, { in: { [to]: 'member' } });
    const stranger = await somebody(bff, { in: { [other]: 'manager' } });
    const seen = await call(bff, `/api/v1/images/${id}`, { headers: friend.cookie });
    expect(seen.json).toMatchObject({
      visibility: 'shared',
      project: null,
      catalogue: { owner: null, sharedWith: [to] },
    });
    expect(seen.text).not.toContain(project);
    expect((await call(bff, `/api/v1/images/${id}/content`, { headers: friend.cookie })).status).toBe(200);
    expect((await call(bff, `/api/v1/images/${id}`, { headers: stranger.cookie })).status).toBe(404);
    expect((await call(bff, '/api/v1/images', { headers: stranger.cookie })).text).not.toContain(id);
    expect(await imageOf(id)).toMatchObject({ catalogue: { owner: project } });
    const change = await call(bff, `/api/v1/images/${id}`, { method: 'DELETE', headers: friend.cookie });
    expect(change.code).toBe('permission.denied');
  });

  it('IM-41: a member who shares with its own projects takes away nothing that an administrator shared', async () => {
    const id = await upload(member, aRawDisk(4096));
    const hidden = await createProject(bff.identity, { name: `hidden${id}`, description: null });
    const share = (who: typeof member, sharedWith: string[]) =>
      call(bff, `/api/v1/images/${id}`, {
        method: 'PATCH',
        headers: who.cookie,
        body: { visibility: 'shared', sharedWith },
      });
    const everything = async () => (await call(bff, `/api/v1/images/${id}`, { headers: admin.cookie })).json;
    await share(admin, [hidden]);
    const answer = await share(member, []);
    expect(answer.json).toMatchObject({ catalogue: { sharedWith: [] } });
    expect(await everything()).toMatchObject({ catalogue: { sharedWith: [hidden] } });
    await share(admin, []);
    expect(await everything()).toMatchObject({ catalogue: { sharedWith: [] } });
  });

  it('IM-12: the quota of images holds against many at once', async () => {
    const small = await createProject(bff.identity, { name: 'small', description: null });
    await call(bff, `/api/v1/projects/${small}`, {
      method: 'PATCH',
      headers: admin.cookie,
      body: { quota: { images: 3 } },
    });
    const owner = await somebody(bff, { in: { [small]: 'member' } });
    const body = { name: 'x', source: { from: 'upload', sizeBytes: 4096 } };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(owner, '/images', body)));
    expect(answers.filter(answer => answer.status === 201)).toHaveLength(3);
    expect(answers.filter(answer => answer.code === 'quota.exceeded')).toHaveLength(17);
  });
});

describe('an image', () => {
  it('is downloaded as it was sent, whole or from a place on', async () => {
    const disk = aRawDisk(8192);
    const id = await upload(member, disk);
    const get = (headers: Record<string, string>) =>
      fetch(`${bff.url}/api/v1/images/${id}/content`, { headers });
    const whole = await get(member.cookie);
    expect(Buffer.from(await whole.arrayBuffer()).equals(disk)).toBe(true);
    const rest = await get({ ...member.cookie, range: 'bytes=8000-' });
    expect(rest.status).toBe(206);
    expect(Buffer.from(await rest.arrayBuffer()).equals(disk.subarray(8000))).toBe(true);
  });

  it('IM-45: is not deleted while protected; equal bytes stay while another image has them', async () => {
    const disk = aRawDisk(4096);
    const [one, two] = [await upload(member, disk), await upload(member, disk)];
    const path = `/api/v1/images/${one}`;
    await call(bff, path, { method: 'PATCH', headers: member.cookie, body: { protected: true } });
    expect((await call(bff, path, { method: 'DELETE', headers: member.cookie })).code).toBe(
      'image.protected',
    );
    await call(bff, path, { method: 'PATCH', headers: member.cookie, body: { protected: false } });
    expect((await call(bff, path, { method: 'DELETE', headers: member.cookie })).status).toBe(204);
    const left = await fetch(`${bff.url}/api/v1/images/${two}/content`, { headers: member.cookie });
    expect(Buffer.from(await left.arrayBuffer()).equals(disk)).toBe(true);
    await call(bff, `/api/v1/images/${two}`, { method: 'DELETE', headers: member.cookie });
    const kept = await readdir(join(bff.images.directory, 'content', sha256(disk).slice(0, 2)));
    expect(kept).not.toContain(sha256(disk));
  });

  it('has its bytes for providers, from any offset', async () => {
    const disk = aRawDisk(8192);
    const id = await upload(member, disk);
    const content = await bff.images.service.catalogue.content(id);
    const parts: Uint8Array[] = [];
    for await (const bytes of content?.read(512, new AbortController().signal) ?? []) parts.push(bytes);
    expect(Buffer.concat(parts).equals(disk.subarray(512))).toBe(true);
    expect(content).toMatchObject({ format: 'raw', sha256: sha256(disk), sizeBytes: 8192 });
    expect(await bff.images.service.catalogue.content('019c0000-0000-7000-8000-000000000001')).toBeNull();
  });

  it('has what is in an OVA for providers (IM-25)', async () => {
    const disk = aStreamedVmdk(10_000);
    const id = await upload(member, anOva(disk));
    const content = await bff.images.service.catalogue.content(id);
    expect(content).toMatchObject({ format: 'ova', virtualSizeBytes: 64 * 2 ** 20 });
    const [file] = content?.appliance?.files ?? [];
    const parts: Uint8Array[] = [];
    const { signal } = new AbortController();
    for await (const bytes of content?.read(file?.offset ?? 0, signal) ?? []) parts.push(bytes);
    expect(Buffer.concat(parts).subarray(0, file?.sizeBytes).equals(disk)).toBe(true);
  });
});

describe('an import', () => {
  let origin: Server;
  let hits = 0;
  const disk = aRawDisk(64 * 512);
  beforeAll(async () => {
    origin = createServer((_request, response) => {
      hits++;
      response.setHeader('content-length', disk.length);
      response.end(disk);
    });
    await new Promise<void>(resolve => origin.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise(resolve => origin.close(resolve)));

  it('IM-31: does not reach this machine unless the configuration says so', async () => {
    const address = origin.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const source = { from: 'url', url: `http://127.0.0.1:${port}/disk.img?token=secret` };
    const answer = await post(member, '/images', { name: 'far', source });
    const id = textOf(answer.json, 'id') ?? '';
    await expect
      .poll(() => imageOf(id))
      .toMatchObject({ status: 'error', catalogue: { problem: { code: 'import.refused' } } });
    expect(hits).toBe(0);
    expect(JSON.stringify(await imageOf(id))).not.toContain('secret');
  });
});

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
