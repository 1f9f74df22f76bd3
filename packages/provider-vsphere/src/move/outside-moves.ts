import { isoNow } from '@orrery/provider-kit/clock.ts';
import type { MoveReport, OutsideMove } from '@orrery/provider-kit/migrator.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import type { TaskInfo } from '@orrery/vim25/methods/tasks.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { VmFacts } from '../map/facts.ts';
import { instant } from '../map/read.ts';
import { explain } from './explain.ts';
import type { MoveTools } from './moving.ts';
import { type MoveTask, movesOf } from './tasks-of.ts';
import { watchTask } from './watch-task.ts';

/** After a start, moves of an earlier process of ours are taken up first: so they are not told as others'. */
const ownFirstMs = 10_000;

/** Follows the moves that somebody else has begun: by hand in vCenter, or DRS. */
export class OutsideMoves {
  readonly #tools: MoveTools;
  readonly #log: (message: string, error: unknown) => void;
  #sink: InventorySink | null = null;
  readonly #followed = new Set<string>();

  constructor(tools: MoveTools, log: (message: string, error: unknown) => void) {
    this.#tools = tools;
    this.#log = log;
  }

  open(sink: InventorySink | null): void {
    this.#sink = sink;
    if (!sink) return;
    const { clock, stopping } = this.#tools;
    const cancel = clock.after(ownFirstMs, () => void this.#scan());
    stopping.addEventListener('abort', cancel, { once: true });
  }

  /** vCenter has told that a move of it begins. */
  begins(vm: VmFacts): void {
    if (this.#tools.moves.isMoving(vm)) return;
    this.#look(async signal => {
      const tasks = await movesOf(this.#tools.link.session, vm.ref, signal);
      return tasks.slice(-1);
    });
  }

  /** What was under way before we looked. */
  async #scan(): Promise<void> {
    this.#look(async signal => {
      const tasks = await movesOf(this.#tools.link.session, null, signal);
      return tasks.filter(({ running }) => running);
    });
  }

  #look(find: (signal: AbortSignal) => Promise<MoveTask[]>): void {
    const { stopping } = this.#tools;
    void find(stopping)
      .then(tasks => {
        for (const task of tasks) this.#take(task);
      })
      .catch((error: unknown) => {
        if (!stopping.aborted) this.#log('A move of others could not be looked at', error);
      });
  }

  #take(task: MoveTask): void {
    const { moves, store, stopping } = this.#tools;
    const vm = store.vmOf(task.vm);
    const key = task.ref.value;
    if (!vm || moves.has(key) || moves.isMoving(vm) || this.#followed.has(key)) return;
    this.#followed.add(key);
    this.#follow(task, vm)
      .catch((error: unknown) => {
        if (!stopping.aborted) this.#log('A move of others could not be followed', error);
      })
      .finally(() => this.#followed.delete(key));
  }

  async #follow(task: MoveTask, vm: VmFacts): Promise<void> {
    const { backend, clock, store, reader, link, stopping } = this.#tools;
    const since = task.startedAt === null ? clock.now() : Math.min(Date.parse(task.startedAt), clock.now());
    const from = store.host(vm.host);
    const tell = (report: MoveReport, ended: OutsideMove['ended'] = null) =>
      this.#sink?.move?.({
        ...report,
        id: idOf(backend, task.ref.value),
        instance: idOf(backend, vm.native),
        method: vm.power === 'poweredOn' ? task.way : 'cold',
        fromHost: from ? idOf(backend, from.native) : null,
        startedBy: task.user === null ? 'balancer' : 'outside',
        by: task.user ?? 'DRS',
        startedAt: instant(task.startedAt) ?? isoNow(clock),
        ended,
      });
    tell({ phase: 'prepare', sample: { atMs: Math.max(0, clock.now() - since), stage: 'preparing' } });
    const info = await watchTask(this.#tools, {
      task: task.ref,
      way: task.way,
      since,
      report: report => tell(report),
      cancel: null,
    });
    const now = await reader.read(link.session, vm.ref, { signal: stopping });
    const to = store.host(now?.host ?? null);
    const where = to && to !== from ? { toHost: idOf(backend, to.native) } : {};
    tell(where, { ...ending(info), at: isoNow(clock) });
  }
}

function ending(info: TaskInfo | null): Pick<NonNullable<OutsideMove['ended']>, 'state' | 'message'> {
  if (info === null) return { state: 'failed', message: 'vCenter has forgotten how it ended' };
  if (info.state === 'success') return { state: 'succeeded', message: null };
  if (info.fault?.fault === 'RequestCanceled') return { state: 'cancelled', message: null };
  return { state: 'failed', message: info.fault ? explain(info.fault).message : null };
}
