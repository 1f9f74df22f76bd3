/**
 * Memory of the client's mirror over an hour of a load view; prints JSON.
 * Run: node --expose-gc packages/client/src/live/mirror.bench.ts [frames]
 * 2,000 instances in four windows, one frame a second each: figures of most rows, and now and then instances that come
 * and go, heartbeats, and lost connections. What binds is that the heap does not grow from the first tenth to the end.
 */
import { protocolVersion } from '@orrery/contract/realtime/protocol.ts';
import { LiveConnection } from './live-connection.ts';
import type { LiveRows } from './live-rows.ts';
import { platform } from './platform.ts';
import type { LinkEvent, SocketLink } from './socket-link.ts';

const hourMs = 3_600_000;
const windows = 4;
const windowRows = 500;
const frames = Number(process.argv[2] ?? (hourMs / 1_000) * windows);
/** Instances come and go every so many frames of a window, and so on. */
const every = { membership: 25, heartbeat: 5 * windows, outage: 300 * windows };
const at = '2026-03-04T10:00:00.000Z';

/** One window as the server knows it; frames are made as text, as they travel. */
class ServedWindow {
  readonly query: string;
  #order: string[] = [];
  #made = 0;
  #revision = 1;

  constructor(index: number) {
    this.query = `q${index}`;
    for (let row = 0; row < windowRows; row += 1) this.#order.push(this.#newId());
  }

  get status() {
    return { query: this.query, epoch: `e.${this.query}`, revision: this.#revision, asOf: at };
  }

  snapshot(): string {
    const { query, epoch, revision } = this.status;
    const items = this.#order.map(id => this.#row(id));
    const head = { type: 'snapshot', query, epoch, revision, total: items.length, offset: 0 };
    return JSON.stringify({ ...head, items, actionSets: [[]], asOf: at });
  }

  delta(frame: number): string {
    const { query, epoch } = this.status;
    const moved = frame % every.membership === 0;
    const fresh = moved ? this.#newId() : undefined;
    const gone = moved ? this.#order.shift() : undefined;
    if (fresh !== undefined) this.#order.push(fresh);
    const from = this.#revision;
    this.#revision += 1;
    return JSON.stringify({
      ...{ type: 'delta', query, epoch, from, to: this.#revision, total: this.#order.length, asOf: at },
      upserts: fresh === undefined ? [] : [this.#row(fresh)],
      actionSets: [[]],
      removes: gone === undefined ? [] : [gone],
      ...(moved && { order: this.#order }),
      patch: { cpuPercent: figures(frame) },
    });
  }

  #newId(): string {
    this.#made += 1;
    return `lab:${this.query}-${String(this.#made).padStart(32, '0')}`;
  }

  #row(id: string) {
    return { id, kind: 'instance', name: id, host: 'lab:host-1', vcpus: 2, cpuPercent: 10, actions: 0 };
  }
}

/** Two of three rows but the last one, which may just have come. */
function figures(frame: number) {
  const places = Array.from({ length: windowRows - 1 }, (_, row) => row).filter(
    row => (row + frame) % 3 !== 0,
  );
  const gaps = places.map((place, index) => place - (places[index - 1] ?? 0));
  return { at: gaps, to: places.map(place => (place * 7 + frame) % 100) };
}

/** A line without a network: what is said on it is heard at once. */
class Line implements SocketLink {
  readonly served: readonly ServedWindow[] = Array.from({ length: windows }, (_, n) => new ServedWindow(n));
  readonly #listeners = new Map<LinkEvent, (message: unknown) => void>();
  #open = false;
  #asked = 0;

  connected = () => this.#open;
  close = () => undefined;
  send = () => undefined;
  on = (event: LinkEvent, listener: (message: unknown) => void) => {
    this.#listeners.set(event, listener);
  };
  connect = () => {
    this.#open = true;
    this.#asked = 0;
    this.tell('connect');
    const hello = { protocol: protocolVersion, epoch: 'e', now: at, user: 'ada', heartbeatSeconds: 5 };
    this.tell('hello', JSON.stringify(hello));
  };
  ask = (_: unknown, __: number, answered: (reply: unknown) => void) => {
    const window = this.served[this.#asked % windows];
    this.#asked += 1;
    if (window) answered(JSON.parse(window.snapshot()));
  };

  break(): void {
    this.#open = false;
    this.tell('disconnect', '"transport close"');
    this.connect();
  }

  tell(event: LinkEvent, text = 'null'): void {
    this.#listeners.get(event)?.(JSON.parse(text));
  }
}

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** What a page does with rows: looks at all of them, and listens to some. */
function look(rows: LiveRows<'instance'>): () => void {
  const { order } = rows.getSnapshot();
  const stops = order.slice(0, 40).map(id => rows.subscribeRow(id, () => undefined));
  return () => {
    for (const stop of stops) stop();
  };
}

if (globalThis.gc === undefined) throw new Error('Run it with node --expose-gc: garbage is not memory held.');
const line = new Line();
const connection = new LiveConnection({ platform, openSocket: () => line });
connection.start();
const lists = line.served.map((_, n) => {
  const rows = connection.rows({ topic: 'instance', q: `window:${n}`, fields: ['name', 'cpuPercent'] });
  rows.setWindow({ offset: 0, limit: windowRows });
  return rows;
});
let heard = 0;
for (const rows of lists) rows.subscribe(() => (heard += 1));
const heap: { frame: number; megabytes: number }[] = [];
const cpuBefore = process.cpuUsage();
for (let frame = 1; frame <= frames; frame += 1) {
  const n = frame % windows;
  const [window, rows] = [line.served[n], lists[n]];
  if (!window || !rows) continue;
  line.tell('delta', window.delta(Math.floor(frame / windows)));
  if (frame % every.membership === 0) look(rows)();
  const queries = line.served.map(({ status }) => status);
  const beat = { now: at, revision: 0, oldestAsOf: at, queries };
  if (frame % every.heartbeat === 0) line.tell('heartbeat', JSON.stringify(beat));
  if (frame % every.outage === 0) line.break();
  if (frame % Math.ceil(frames / 10) === 0 || frame === frames)
    heap.push({ frame, megabytes: heapBytes() / 1e6 });
}
const { user, system } = process.cpuUsage(cpuBefore);
const [first, last] = [heap[0], heap.at(-1)];
const held = lists.reduce((sum, rows) => sum + rows.getSnapshot().order.length, 0);
connection.stop();
console.log(
  JSON.stringify(
    {
      frames,
      heard,
      rowsHeld: held,
      heap,
      grownKilobytes: Math.round(((last?.megabytes ?? 0) - (first?.megabytes ?? 0)) * 1_000),
      cpuMsPerFrame: (user + system) / 1_000 / frames,
    },
    null,
    1,
  ),
);
