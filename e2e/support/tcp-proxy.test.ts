import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CuttableTcp } from './cuttable-tcp.ts';
import { ToxicTcp } from './toxic-tcp.ts';

let echo: Server;
let target: { host: string; port: number };
beforeEach(async () => {
  echo = createServer(socket => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await new Promise<void>(resolve => echo.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an AddressInfo.
  target = { host: '127.0.0.1', port: (echo.address() as AddressInfo).port };
});
afterEach(() => new Promise<void>(resolve => echo.close(() => resolve())));

const closed = (socket: Socket) => new Promise<void>(resolve => socket.on('close', () => resolve()));

/** Sends a text and waits until all of it has come back. */
function echoed(socket: Socket, text: string): Promise<string> {
  return new Promise(resolve => {
    let heard = '';
    socket.on('data', (piece: Buffer) => {
      heard += piece.toString();
      if (heard.length >= text.length) resolve(heard);
    });
    socket.write(text);
  });
}

it('passes on, counts, is cut, and comes back on the same port', async () => {
  const proxy = new CuttableTcp(target);
  await proxy.open();
  const { port } = proxy;
  const first = connect(port, '127.0.0.1');
  expect(await echoed(first, 'hello')).toBe('hello');
  expect(proxy.sent).toBe(5);
  const gone = closed(first);
  await proxy.cut();
  await gone;
  const refused = connect(port, '127.0.0.1');
  const error = await new Promise<NodeJS.ErrnoException>(resolve => refused.on('error', resolve));
  expect(error.code).toBe('ECONNREFUSED');
  await proxy.open();
  expect(proxy.port).toBe(port);
  expect(await echoed(connect(port, '127.0.0.1'), 'again')).toBe('again');
  await proxy.cut();
});

it('comes back on its port also where somebody else is given that for a while', async () => {
  const proxy = new CuttableTcp(target);
  await proxy.open();
  const { port } = proxy;
  await proxy.cut();
  const other = createServer();
  await new Promise<void>(resolve => other.listen(port, '127.0.0.1', resolve));
  const opening = proxy.open();
  // By the time it has been visited, the proxy has tried.
  const visitor = connect(port, '127.0.0.1');
  await new Promise<void>(resolve => visitor.on('connect', resolve));
  visitor.destroy();
  other.close();
  await opening;
  expect(proxy.port).toBe(port);
  expect(await echoed(connect(port, '127.0.0.1'), 'back')).toBe('back');
  await proxy.cut();
});

it('a sliced connection carries every byte in its order', async () => {
  const proxy = new ToxicTcp(target);
  await proxy.open();
  await proxy.become('slicing');
  const text = 'abcdefghij'.repeat(20);
  expect(await echoed(connect(proxy.port, '127.0.0.1'), text)).toBe(text);
  await proxy.cut();
});

it('down ends what is open, and healing lets it in again', async () => {
  const proxy = new ToxicTcp(target);
  await proxy.open();
  const socket = connect(proxy.port, '127.0.0.1');
  await echoed(socket, 'x');
  const gone = closed(socket);
  await proxy.become('down');
  await gone;
  await proxy.become(null);
  expect(await echoed(connect(proxy.port, '127.0.0.1'), 'y')).toBe('y');
  await proxy.cut();
});
