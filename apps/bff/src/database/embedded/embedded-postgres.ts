import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import pg from 'pg';
import { DatabaseError } from '../database-error.ts';
import type { DatabaseLog } from '../database-log.ts';
import { provideBinaries } from './binaries.ts';
import { locateCluster, removeShortDirectory } from './cluster-location.ts';
import { ClusterLock } from './cluster-lock.ts';
import { ensureInitialised } from './init-cluster.ts';
import {
  becomesReady,
  type Cluster,
  findPostmaster,
  startFailure,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';
import { chooseRunAs } from './run-as.ts';
import { Watcher } from './watcher.ts';

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: DatabaseLog;
  /** A throw-away database for tests: fast, and gone after a power cut. */
  readonly ephemeral?: boolean;
  /** How long PostgreSQL outlives a killed BFF, for the next one to take it over. */
  readonly graceSeconds?: number;
}

export interface EmbeddedConnection {
  readonly host: string;
  readonly user: string;
  readonly database: string;
}

const checkEveryMs = 1_000;
const longestRestartDelayMs = 30_000;
const databaseName = 'orrery';

/** PostgreSQL as a part of the BFF: started, watched, restarted when it dies, and stopped with it (ADR 0002). */
export class EmbeddedPostgres {
  readonly connection: EmbeddedConnection;
  readonly #cluster: Cluster;
  readonly #lock: ClusterLock;
  readonly #log: DatabaseLog;
  readonly #graceSeconds: number;
  #postmaster: ProcessIdentity | undefined;
  #watcher: Watcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #check: Promise<void> = Promise.resolve();
  #stopping = false;

  private constructor(cluster: Cluster, lock: ClusterLock, options: EmbeddedOptions) {
    this.#cluster = cluster;
    this.#lock = lock;
    this.#log = options.log;
    this.#graceSeconds = options.graceSeconds ?? 5;
    this.connection = { host: cluster.location.socketDirectory, user: 'orrery', database: databaseName };
  }

  static async start(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
    if (process.platform !== 'linux') {
      throw new DatabaseError(
        'database.unsupported-platform',
        `The built-in database runs on Linux only, not on ${process.platform}. Set DATABASE_URL to a PostgreSQL of your own.`,
      );
    }
    const dataDir = resolve(options.dataDir);
    const runAs = await chooseRunAs();
    const location = await locateCluster(dataDir, runAs);
    const lock = await ClusterLock.take(location.root, dataDir);
    try {
      const binaries = await provideBinaries(location.base, runAs);
      const cluster = { binaries, location, runAs, ephemeral: options.ephemeral ?? false };
      const created = await ensureInitialised(cluster);
      options.log.info({ directory: location.root, created }, 'database cluster found');
      const postgres = new EmbeddedPostgres(cluster, lock, options);
      await postgres.#bringUp();
      await postgres.#ensureDatabase();
      postgres.#scheduleCheck(checkEveryMs);
      return postgres;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#check;
    await this.#takeDown();
    await removeShortDirectory(this.#cluster.location);
    await this.#lock.release();
  }

  /** Takes over a PostgreSQL that survived its BFF, or starts one. */
  async #bringUp(): Promise<void> {
    const token = randomUUID();
    // From here on the watcher of a BFF that was killed leaves PostgreSQL to us.
    await writeFile(this.#cluster.location.ownerFile, `${token}\n`, { mode: 0o644 });
    const survivor = await findPostmaster(this.#cluster);
    const adopted = survivor !== undefined && (await becomesReady(this.#cluster, survivor));
    this.#postmaster = adopted ? survivor : await startPostmaster(this.#cluster);
    this.#watcher = this.#watch(this.#postmaster, token);
    if (!adopted && !(await becomesReady(this.#cluster, this.#postmaster))) {
      await this.#takeDown();
      throw await startFailure(this.#cluster);
    }
    this.#log.info({ pid: this.#postmaster.pid, adopted }, 'database is running');
  }

  #watch({ pid }: ProcessIdentity, token: string): Watcher {
    const { data, ownerFile } = this.#cluster.location;
    return new Watcher({
      pid,
      data,
      ownerFile,
      token,
      graceSeconds: this.#graceSeconds,
      runAs: this.#cluster.runAs,
    });
  }

  async #takeDown(): Promise<void> {
    const postmaster = this.#postmaster;
    if (postmaster && !(await stopPostmaster(postmaster))) {
      this.#log.error({ pid: postmaster.pid }, 'database does not stop; it was told to three times');
    }
    await this.#watcher?.dismiss();
  }

  async #ensureDatabase(): Promise<void> {
    const client = new pg.Client({ ...this.connection, database: 'postgres' });
    await client.connect();
    try {
      const found = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
      if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
    } finally {
      await client.end();
    }
  }

  #scheduleCheck(delayMs: number, restartDelayMs = checkEveryMs): void {
    if (this.#stopping) return;
    this.#timer = setTimeout(() => {
      this.#check = this.#restartIfDead(restartDelayMs);
    }, delayMs);
    this.#timer.unref();
  }

  async #restartIfDead(restartDelayMs: number): Promise<void> {
    if (this.#postmaster && (await isAlive(this.#postmaster))) return this.#scheduleCheck(checkEveryMs);
    this.#log.error({ pid: this.#postmaster?.pid }, 'database ended unexpectedly; starting it again');
    try {
      await this.#watcher?.dismiss();
      await this.#bringUp();
      this.#scheduleCheck(checkEveryMs);
    } catch (error) {
      this.#log.error({ err: error, retryInMs: restartDelayMs }, 'database does not start');
      this.#scheduleCheck(restartDelayMs, Math.min(restartDelayMs * 2, longestRestartDelayMs));
    }
  }
}
