import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePort } from './free-port.ts';

it('a free port is none that the kernel gives to somebody else meanwhile', async () => {
  const range = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '32768 60999');
  const [first = 0, last = 0] = range.split(/\s+/).map(Number);
  const ports = await Promise.all(Array.from({ length: 50 }, freePort));
  expect(ports.filter(port => port >= first && port <= last)).toEqual([]);
});

it('can be listened on', async () => {
  const server = createServer();
  const port = await freePort();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  await new Promise(resolve => server.close(resolve));
});
