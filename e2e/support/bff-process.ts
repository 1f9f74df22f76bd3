import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

const root = join(import.meta.dirname, '..', '..');

export interface BffOptions {
  /** Becomes orrery.yaml (JSON is YAML). */
  config?: { backends: object[] };
  demo?: boolean;
}

/** A BFF of a test's own: own port, own data folder, own database; can be killed and started again. */
export class BffProcess {
  readonly url: string;
  readonly adminPassword = 'correct horse battery';
  readonly #port: number;
  readonly #dataDir: string;
  readonly #options: BffOptions;
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(port: number, dataDir: string, options: BffOptions) {
    this.#port = port;
    this.#dataDir = dataDir;
    this.#options = options;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(options: BffOptions = {}): Promise<BffProcess> {
    const dataDir = await mkdtemp(join(tmpdir(), 'orrery-e2e-'));
    const bff = new BffProcess(await freePort(), dataDir, options);
    if (options.config) await writeFile(join(dataDir, 'orrery.yaml'), JSON.stringify(options.config));
    await bff.up();
    return bff;
  }

  /** Starts it (again) on the same port and data, and waits until it serves. */
  async up(): Promise<void> {
    const { config, demo = false } = this.#options;
    const child = spawn(process.execPath, [join(root, 'apps/bff/src/main.ts')], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PORT: String(this.#port),
        ORRERY_DATA_DIR: this.#dataDir,
        ORRERY_ADMIN_PASSWORD: this.adminPassword,
        ORRERY_DEMO: demo ? '1' : '0',
        ...(config ? { ORRERY_CONFIG: join(this.#dataDir, 'orrery.yaml') } : {}),
      },
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', chunk => (this.#output += String(chunk)));
    await until('the BFF serves', async () => {
      if (child.exitCode !== null)
        throw new Error(`The BFF ended with ${child.exitCode}:\n${this.#output.slice(-3_000)}`);
      return (await fetch(`${this.url}/readyz`)).ok;
    });
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Everything it has printed. */
  get output(): string {
    return this.#output;
  }

  /** As the power goes: SIGKILL, no shutdown. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    // A database that was slow to stop, or that a killed BFF has left, writes a moment longer.
    await rm(this.#dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
    child.kill(signal);
    await ended;
  }
}
