import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { defaultLimits } from '../limits.ts';
import { upload } from '../transport/upload.ts';
import { deployItem, type LibraryItem, libraryItems } from './content-library.ts';
import { RestSession } from './rest-session.ts';

type Answering = (request: IncomingMessage, response: ServerResponse) => unknown;

let server: Server;
let answer: Answering;
let logins = 0;
const { signal } = new AbortController();

const endpoint = () => {
  // A server that listens on TCP has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  const url = new URL(`http://127.0.0.1:${port}/sdk`);
  return { url, tls: {}, clock: systemClock, limits: defaultLimits };
};
const open = () => new RestSession({ endpoint: endpoint(), username: 'user', password: 'päss' });

beforeEach(async () => {
  logins = 0;
  server = createServer((request, response) => {
    if (request.method === 'DELETE') return void response.end('{}');
    const isLogin = request.method === 'POST' && request.url === '/rest/com/vmware/cis/session';
    if (isLogin) {
      const wanted = `Basic ${Buffer.from('user:päss').toString('base64')}`;
      expect(request.headers.authorization).toBe(wanted);
      response.end(JSON.stringify({ value: `token-${++logins}` }));
      return;
    }
    const value = answer(request, response);
    if (value !== undefined) response.end(JSON.stringify({ value }));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});

it('logs in once, and again when the session has expired', async () => {
  const tokens: unknown[] = [];
  answer = ({ headers }, response) => {
    tokens.push(headers['vmware-api-session-id']);
    if (tokens.length !== 2) return ['one'];
    response.statusCode = 401;
    return {};
  };
  const session = open();
  const ask = () => session.call({ method: 'GET', path: '/com/vmware/content/library', signal });
  expect([await ask(), await ask()]).toEqual([['one'], ['one']]);
  expect(tokens).toEqual(['token-1', 'token-1', 'token-2']);
  expect(logins).toBe(2);
  await session.close();
});

it('a refusal is told in the words of the server, and so is one that comes as a success', async () => {
  const message = { messages: [{ default_message: 'There is no such library' }] };
  answer = ({ method }, response) => {
    if (method !== 'GET') return { succeeded: false, error: { errors: [{ error: message }] } };
    response.statusCode = 404;
    return message;
  };
  const session = open();
  const listing = libraryItems(session, signal).next();
  await expect(listing).rejects.toMatchObject({ status: 404, message: 'There is no such library' });
  const ref = (type: string) => ({ type, value: `${type}-1` });
  const place = { pool: ref('ResourcePool'), folder: ref('Folder'), datastore: ref('Datastore'), host: null };
  const deploying = deployItem(session, 'item', { ...place, name: 'a', annotation: '' }, signal);
  await expect(deploying).rejects.toThrow('There is no such library');
  await session.close();
});

it('items are listed with their library; what is none is left out', async () => {
  const items: Record<string, unknown> = {
    '/rest/com/vmware/content/library': ['l1', 7],
    '/rest/com/vmware/content/library/id:l1': { name: 'Gold' },
    '/rest/com/vmware/content/library/item?library_id=l1': ['i1', 'i2'],
    '/rest/com/vmware/content/library/item/id:i1': { id: 'i1', name: 'debian', type: 'ovf', size: 5 },
    '/rest/com/vmware/content/library/item/id:i2': null,
  };
  answer = ({ url = '' }) => items[url];
  const session = open();
  const found: LibraryItem[] = [];
  for await (const item of libraryItems(session, signal)) found.push(item);
  expect(found).toMatchObject([{ id: 'i1', name: 'debian', type: 'ovf', sizeBytes: 5, library: 'Gold' }]);
  await session.close();
});

it('an upload goes to the server itself where the lease names it by a star, and tells how far it is', async () => {
  let body = '';
  answer = (request, response) => {
    request.on('data', (piece: Buffer) => {
      body += piece.toString();
    });
    request.on('end', () => {
      response.statusCode = request.url === '/nfc/1/disk.vmdk' ? 201 : 500;
      response.end();
    });
  };
  const told: number[] = [];
  const asked = {
    ...{ thumbprint: '', method: 'POST' as const, headers: {}, sizeBytes: 6, signal },
    sent: (bytes: number) => void told.push(bytes),
    bytes: (async function* pieces() {
      yield Buffer.from('abc');
      yield Buffer.from('def');
    })(),
  };
  await upload(endpoint(), { ...asked, url: 'http://*/nfc/1/disk.vmdk' });
  expect({ body, told }).toEqual({ body: 'abcdef', told: [3, 6] });
  const empty = { ...asked, sizeBytes: 0, bytes: (async function* none() {})() };
  await expect(upload(endpoint(), { ...empty, url: 'http://*/nfc/2/x' })).rejects.toThrow('HTTP status 500');
  await expect(upload(endpoint(), { ...empty, url: 'https://*/nfc/2/x' })).rejects.toThrow(
    /not one of http:/,
  );
});
