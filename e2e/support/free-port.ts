import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';

/** Above what is known by its number, the labs' own ports included. */
const lowest = 12_000;

/** Where Linux begins to give ports to whoever asks for any, and to connections that go out. */
async function firstGivenPort(): Promise<number> {
  const range = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '');
  return Number.parseInt(range, 10) || 32_768;
}

/**
 * A port of loopback that nobody listens on, and that the kernel gives to nobody by itself: whoever is to listen takes
 * seconds to start, or lets go of it for a while, and it must still be free then.
 */
export async function freePort(): Promise<number> {
  const end = Math.max(await firstGivenPort(), lowest + 1_000);
  for (let left = 100; left > 0; left--) {
    const port = randomInt(lowest, end);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port is free between ${lowest} and ${end}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
