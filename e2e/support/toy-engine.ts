import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const container = 'c0ffee'.padEnd(64, '0');
const image = `sha256:${'ab'.repeat(32)}`;
const unnamed = `sha256:${'cd'.repeat(32)}`;

const inspected = {
  Id: container,
  Name: '/toy-web',
  Created: '2026-01-01T00:00:00Z',
  Image: image,
  Config: { Image: 'toy/web:1', Tty: true, Labels: {} },
  HostConfig: { RestartPolicy: { Name: 'no' } },
  State: { Status: 'exited', ExitCode: 0, OOMKilled: false, StartedAt: '2026-01-01T00:00:01Z' },
  Mounts: [],
  NetworkSettings: { Networks: {}, Ports: {} },
};
const images = [
  { Id: image, RepoTags: ['toy/web:1'], Size: 2_000_000, Created: 1_767_225_600, Labels: {} },
  { Id: unnamed, RepoTags: [], Size: 1_000_000, Created: 1_767_225_600, Labels: {} },
];

/** Answers of Docker's API (1.45), as far as a page that looks at a still container asks for them. */
const answers: Readonly<Record<string, unknown>> = {
  '/version': { Version: '26.1.5', ApiVersion: '1.45', Components: [{ Name: 'Engine' }] },
  '/info': { Name: 'toy', NCPU: 4, MemTotal: 8_589_934_592, Architecture: 'x86_64', Containers: 1 },
  '/containers/json': [
    { Id: container, Names: ['/toy-web'], State: 'exited', Status: 'Exited (0)', ImageID: image },
  ],
  [`/containers/${container}/json`]: inspected,
  '/images/json': images,
  '/networks': [],
  '/volumes': { Volumes: [] },
  '/system/df': { Volumes: [] },
};

function answerTo(path: string): unknown {
  const told = images.find(({ Id }) => path.startsWith(`/images/${Id}/`));
  if (told && path.endsWith('/json')) return { Id: told.Id, RootFS: { Layers: [told.Id] } };
  if (told && path.endsWith('/history')) return [{ Size: told.Size }];
  return answers[path];
}

/** An engine with one stopped container, for tests of pages that need one: its files are real ones in a folder of the test. */
export class ToyEngine {
  readonly url: string;
  readonly #root: string;
  readonly #server: Server;

  private constructor(root: string) {
    this.#root = root;
    this.url = `unix://${join(root, 'engine.sock')}`;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(): Promise<ToyEngine> {
    const root = await mkdtemp(join(tmpdir(), 'orrery-toy-'));
    await mkdir(join(root, 'files', 'srv', 'pages'), { recursive: true });
    await writeFile(join(root, 'files', 'srv', 'motd'), 'hello\n');
    const engine = new ToyEngine(root);
    await new Promise<void>(resolve => engine.#server.listen(join(root, 'engine.sock'), resolve));
    return engine;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
    await rm(this.#root, { recursive: true });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://engine');
    const path = decodeURIComponent(pathname).replace(/^\/v[\d.]+(?=\/)/, '');
    // An engine of which nothing changes: its events never come.
    if (path === '/events') return response.writeHead(200).flushHeaders();
    if (path === '/_ping') return void response.end('OK');
    if (path.endsWith('/logs')) return void response.end('2026-01-01T00:00:02.000000000Z toy is ready\r\n');
    if (path.endsWith('/archive')) return this.#archive(request, response, searchParams.get('path') ?? '/');
    const found = answerTo(path);
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? { message: `Nothing at ${path}` }));
  }

  /** The machine's own tar packs and unpacks: what the page reads and writes is not tested against itself. */
  async #archive(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const at = join(this.#root, 'files', path);
    if (request.method === 'PUT') {
      const tar = spawn('tar', ['-C', at, '-xf', '-']);
      request.pipe(tar.stdin);
      return void tar.on('close', code => response.writeHead(code === 0 ? 200 : 500).end());
    }
    const tar = spawn('tar', ['-C', dirname(at), '-cf', '-', basename(at)]);
    const pieces: Buffer[] = [];
    tar.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    tar.on('close', code => {
      if (code === 0) return response.end(Buffer.concat(pieces));
      const message = `Could not find the file ${path} in container`;
      return response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
    });
  }
}
