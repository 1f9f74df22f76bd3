import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { EmbeddedPostgres } from '../embedded/embedded-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where a test asks for the PostgreSQL of this run. */
    testDatabaseServer: string;
  }
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface TestServer {
  readonly postgres: EmbeddedPostgres;
  readonly dataDir: string;
}

async function startServer(): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'orrery-test-database-'));
  const postgres = await EmbeddedPostgres.start({ dataDir, log: silent, ephemeral: true, graceSeconds: 0 });
  return { postgres, dataDir };
}

/** One throw-away PostgreSQL for a whole vitest run, started when the first test asks for it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<TestServer> | undefined;
  const server = createServer(socket => {
    socket.on('error', () => socket.destroy());
    started ??= startServer();
    started.then(
      ({ postgres }) => socket.end(JSON.stringify(postgres.connection)),
      (error: unknown) => socket.end(JSON.stringify({ error: String(error) })),
    );
  });
  const path = `\0orrery-test-database-${process.pid}`;
  await new Promise<void>(resolve => server.listen({ path }, resolve));
  project.provide('testDatabaseServer', path);
  return async () => {
    server.close();
    const running = await started?.catch(() => undefined);
    if (!running) return;
    await running.postgres.stop();
    await rm(running.dataDir, { recursive: true, force: true });
  };
}
