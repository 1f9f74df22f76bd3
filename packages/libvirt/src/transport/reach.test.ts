import { type AddressInfo, createServer, type Server } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { parseLibvirtUri } from '../uri.ts';
import { reach } from './reach.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Greets and ends. */
async function greeter(listen: { host: string } | { path: string }): Promise<number> {
  const server = createServer(socket => socket.end('RFB 003.008\n'));
  servers.push(server);
  await new Promise<void>(resolve =>
    server.listen('path' in listen ? listen : { ...listen, port: 0 }, resolve),
  );
  // A server that listens on TCP has an AddressInfo; one on a path is asked for no port.
  return 'path' in listen ? 0 : (server.address() as AddressInfo).port;
}

async function heard(uri: string, listener: Parameters<typeof reach>[2]): Promise<string> {
  let text = '';
  for await (const chunk of await reach(parseLibvirtUri(uri), {}, listener)) text += String(chunk);
  return text;
}

it.each(['0.0.0.0', '127.0.0.1', '127.0.0.2'])(
  'finds what listens on %s where its daemon is reached',
  async address => {
    const port = await greeter({ host: '127.0.0.2' });
    const uri = 'qemu+tcp://127.0.0.2:1/system';
    expect(await heard(uri, { address, port })).toBe('RFB 003.008\n');
  },
);

it('finds it on this machine, by port and by path', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'orrery-reach-'));
  try {
    const path = join(dir, 'vnc.sock');
    await greeter({ path });
    expect(await heard('qemu:///system', { path })).toBe('RFB 003.008\n');
    const port = await greeter({ host: '127.0.0.1' });
    expect(await heard('qemu:///system', { address: '127.0.0.1', port })).toBe('RFB 003.008\n');
  } finally {
    await rm(dir, { recursive: true });
  }
});

it.each([
  ['qemu+tls://kvm-1/system', { address: '127.0.0.1', port: 5900 }, 'loopback'],
  ['qemu+tcp://10.0.0.1/system', { path: '/run/vnc.sock' }, 'file system'],
] as const)('says why it cannot be reached: %s', async (uri, listener, why) => {
  await expect(reach(parseLibvirtUri(uri), {}, listener)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining(why),
  });
});
