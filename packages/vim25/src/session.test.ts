import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VimFault, VimTransportError } from './errors.ts';
import { currentTime } from './methods/authorization.ts';
import { retrieveAll } from './methods/properties.ts';
import { VimSession } from './session.ts';
import { FakeServer } from './testing/fake-server.ts';

const time = '<returnval>2026-01-01T00:00:00Z</returnval>';
const vm = { type: 'VirtualMachine', value: 'vm-1' };
const spec = { properties: { VirtualMachine: ['name'] }, objects: [{ object: vm }] };

let server: FakeServer;
let session: VimSession;

beforeEach(async () => {
  server = await FakeServer.start();
  session = await VimSession.open({ url: server.url, username: 'user', password: 'a<b&"c' });
});
afterEach(async () => {
  await session.close();
  await server.stop();
});

describe('session', () => {
  it('logs in with the words as they are, and keeps the cookie', async () => {
    server.answer = () => time;
    expect(await currentTime(session)).toBe('2026-01-01T00:00:00Z');
    expect(server.asked.find(a => a.method === 'Login')?.body).toContain(
      '<password>a&lt;b&amp;&quot;c</password>',
    );
    expect(server.asked.at(-1)?.cookie).toBe('vmware_soap_session="s1"');
    expect(session.user).toBe('LAB\\user');
  });

  it('logs in again when the session has expired, once for all calls that meet it', async () => {
    server.answer = ({ cookie }) => (cookie?.includes('s2') ? time : { fault: 'NotAuthenticated' });
    const answers = await Promise.all([currentTime(session), currentTime(session), currentTime(session)]);
    expect(answers).toEqual(Array(3).fill('2026-01-01T00:00:00Z'));
    expect(server.logins).toBe(2);
    expect(session.generation).toBe(2);
  });

  it('logs in as often as the session is ended before the call gets through, but not for ever', async () => {
    server.answer = ({ cookie }) => (cookie?.includes('s4') ? time : { fault: 'NotAuthenticated' });
    expect(await currentTime(session)).toBe('2026-01-01T00:00:00Z');
    server.answer = () => ({ fault: 'NotAuthenticated' });
    await expect(currentTime(session)).rejects.toMatchObject({ fault: 'NotAuthenticated' });
    expect(server.logins).toBe(7);
  });

  it('keeps no cookie of an answer that is none to a login', async () => {
    server.answer = (_, response) => {
      response.setHeader('set-cookie', 'vmware_soap_session="nobody"; Path=/');
      return time;
    };
    await currentTime(session);
    await currentTime(session);
    expect(server.asked.at(-1)?.cookie).toBe('vmware_soap_session="s1"');
  });

  it('does not repeat what lived in the session that has expired', async () => {
    server.answer = () => ({ fault: 'NotAuthenticated' });
    await expect(currentTime(session, { sessionBound: true })).rejects.toMatchObject({
      fault: 'NotAuthenticated',
    });
    expect(server.logins).toBe(1);
  });

  it('ends what waits in a session as soon as another call has found it expired', async () => {
    server.answer = ({ method, cookie }) => {
      if (method === 'WaitForUpdatesEx') return null;
      return cookie?.includes('s2') ? time : { fault: 'NotAuthenticated' };
    };
    const self = { type: 'PropertyCollector', value: 'pc' };
    const waiting = session.call({ method: 'WaitForUpdatesEx', self }, { sessionBound: true, waits: true });
    await Promise.all([
      expect(waiting).rejects.toMatchObject({ fault: 'NotAuthenticated' }),
      currentTime(session),
    ]);
    expect(server.logins).toBe(2);
  });

  it('takes a refusal that is told property by property for one, too', async () => {
    const refused = `<missingSet><path>name</path><fault><fault xsi:type="NotAuthenticated"/></fault></missingSet>`;
    const given = `<propSet><name>name</name><val xsi:type="xsd:string">web</val></propSet>`;
    server.answer = ({ cookie }) =>
      `<returnval><objects><obj type="VirtualMachine">vm-1</obj>${cookie?.includes('s2') ? given : refused}</objects></returnval>`;
    const [found] = await retrieveAll(session, spec);
    expect(found?.properties).toEqual({ name: 'web' });
  });

  it('reads page after page', async () => {
    const object = (n: number) =>
      `<objects><obj type="VirtualMachine">vm-${n}</obj><propSet><name>name</name><val xsi:type="xsd:string">n${n}</val></propSet></objects>`;
    server.answer = ({ method, body }) => {
      if (method === 'RetrievePropertiesEx') return `<returnval><token>2</token>${object(1)}</returnval>`;
      return body.includes('<token>2</token>')
        ? `<returnval><token>3</token>${object(2)}</returnval>`
        : `<returnval>${object(3)}</returnval>`;
    };
    const found = await retrieveAll(session, spec, { pageSize: 1 });
    expect(found.map(o => o.properties['name'])).toEqual(['n1', 'n2', 'n3']);
  });

  it('tells a fault with its type, and the privilege that is missing', async () => {
    server.answer = () => ({
      fault: 'NoPermission',
      detail: '<privilegeId>VirtualMachine.Interact.PowerOn</privilegeId>',
    });
    const fault = await currentTime(session).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(VimFault);
    expect(fault).toMatchObject({ fault: 'NoPermission', privilege: 'VirtualMachine.Interact.PowerOn' });
  });
});

describe('answers that are none', () => {
  const failure = () => currentTime(session, { deadlineMs: 300 }).catch((error: unknown) => error);

  it('gives up at the deadline', async () => {
    server.answer = () => null;
    expect(await failure()).toMatchObject({ code: 'timeout' });
  });

  it('gives up at once when told to', async () => {
    server.answer = () => null;
    const aborting = new AbortController();
    const asking = currentTime(session, { signal: aborting.signal });
    aborting.abort(new Error('enough'));
    await expect(asking).rejects.toThrow('enough');
  });

  it.each([
    ['a broken connection', 'closed'],
    ['an HTML page', 'http'],
    ['nothing', 'protocol'],
    ['half an answer', 'protocol'],
    ['an answer to something else', 'protocol'],
    ['bytes that are no gzip', 'protocol'],
  ] as const)('tells %s as %s', async (what, code) => {
    server.answer = (_, response) => {
      if (what === 'a broken connection') response.destroy();
      else if (what === 'an HTML page') response.writeHead(404).end('<html>');
      else if (what === 'nothing') response.end('');
      else if (what === 'half an answer') response.end('<s:Envelope xmlns:s="x"><s:Body><CurrentTimeResp');
      else if (what === 'bytes that are no gzip') response.setHeader('content-encoding', 'gzip').end('plain');
      else response.end('<s:Envelope xmlns:s="x"><s:Body><OtherResponse/></s:Body></s:Envelope>');
      return null;
    };
    expect(await failure()).toMatchObject({ code });
  });

  it('reads packed and large answers in its thread, and goes on after one that kills it', async () => {
    const large = `<returnval>${'x'.repeat(200_000)}</returnval>`;
    server.answer = () => large;
    expect(await currentTime(session)).toHaveLength(200_000);
    const packed = (body: string) =>
      gzipSync(`<s:Envelope xmlns:s="x"><s:Body>${body}</s:Body></s:Envelope>`);
    server.answer = (_, response) => {
      response
        .setHeader('content-encoding', 'gzip')
        .end(packed(`<CurrentTimeResponse>${large}</CurrentTimeResponse>`));
      return null;
    };
    expect(await currentTime(session)).toHaveLength(200_000);
    server.answer = (_, response) => {
      response.end(`<a>${'<b>'.repeat(40_000)}`);
      return null;
    };
    expect(await failure()).toMatchObject({ code: 'protocol' });
    server.answer = () => large;
    expect(await currentTime(session)).toHaveLength(200_000);
  });

  it('takes no answer larger than allowed, packed or not', async () => {
    const limits = { maxAnswerBytes: 100_000 };
    const strict = await VimSession.open({ url: server.url, username: 'u', password: 'p', limits });
    server.answer = () => `<returnval>${'x'.repeat(200_000)}</returnval>`;
    await expect(currentTime(strict)).rejects.toMatchObject({ code: 'protocol' });
    server.answer = (_, response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(50_000_000, 'x')));
      return null;
    };
    await expect(currentTime(strict)).rejects.toMatchObject({ code: 'protocol' });
    await strict.close();
  });

  it('says what it could not reach', async () => {
    const opening = VimSession.open({ url: 'http://127.0.0.1:9/sdk', username: 'u', password: 'p' });
    await expect(opening).rejects.toSatisfy(
      error => error instanceof VimTransportError && error.code === 'refused',
    );
  });
});
