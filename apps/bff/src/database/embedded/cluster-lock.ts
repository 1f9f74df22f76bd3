import { stat } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { DatabaseError } from '../database-error.ts';

/**
 * One process a cluster. The lock is a listening socket in Linux's abstract name space: the kernel drops it with the
 * process, however that ends, so it can be neither stale nor left behind. Asked, it answers with the holder's id.
 */
export class ClusterLock {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async take(root: string, dataDir: string): Promise<ClusterLock> {
    const { dev, ino } = await stat(root);
    const path = `\0orrery-database-${dev}-${ino}`;
    const server = await listen(path);
    if (server) return new ClusterLock(server);
    throw new DatabaseError(
      'database.in-use',
      `The data directory ${dataDir} is in use by another Orrery (process ${await askHolder(path)}). ` +
        'Stop that one first, or give this one its own ORRERY_DATA_DIR.',
    );
  }

  release(): Promise<void> {
    return new Promise(resolve => this.#server.close(() => resolve()));
  }
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer(socket => {
      socket.on('error', () => socket.destroy());
      socket.end(String(process.pid));
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen({ path }, () => {
      server.unref();
      resolve(server);
    });
  });
}

function askHolder(path: string): Promise<string> {
  return new Promise(resolve => {
    const socket = connect({ path });
    let answer = '';
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('data', chunk => {
      answer += chunk.toString('utf8');
    });
    socket.on('error', () => resolve('unknown'));
    socket.on('close', () => resolve(answer || 'unknown'));
  });
}
