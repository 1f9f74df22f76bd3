import type { Clock } from '@orrery/provider-kit/clock.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { misbehaviour } from '../sentinels.ts';
import type { SimHost, SimInstance } from '../world/model.ts';
import { type Deeds, courseOf, postCopyLegs } from './course.ts';
import { waiting } from './legs.ts';
import { deadHost } from './dead-host.ts';
import { bytesOf, relocationOf, volumesToCopy } from './relocation.ts';
import { type MoveOrder, type MoveOutcome, SimMove } from './sim-move.ts';

/** What moves need of the data centre. */
export interface MoveWorld {
  clock: Clock;
  /** Its power has failed. */
  died: (host: SimHost) => boolean;
  /** Still there, and where it was. */
  isThere: (instance: SimInstance) => boolean;
  deeds: (move: SimMove) => Deeds;
  /** Its task began or ended. */
  touch: (instance: SimInstance) => void;
  told: (move: SimMove) => void;
}

const sampleEveryMs = 300;
const rollBackSeconds = 0.3;
const remembered = 5_000;

/** All moves of a data centre, under way and remembered. They take their own time, by the model. */
export class MoveBoard {
  readonly #world: MoveWorld;
  readonly #moves = new Map<string, SimMove>();
  readonly #byOperation = new Map<string, SimMove>();
  readonly #running = new Map<string, SimMove>();
  #serial = 0;

  constructor(world: MoveWorld) {
    this.#world = world;
  }

  find(id: string): SimMove | undefined {
    return this.#moves.get(id);
  }

  findByOperation(operation: string): SimMove | undefined {
    return this.#byOperation.get(operation);
  }

  runningOn(native: string): SimMove | undefined {
    return this.#running.get(native);
  }

  get running(): Iterable<SimMove> {
    return this.#running.values();
  }

  /** With an id, and nothing done yet. */
  prepare(order: MoveOrder): SimMove {
    return new SimMove(`move-${++this.#serial}`, { order, startedAt: this.#world.clock.now() });
  }

  start(move: SimMove): void {
    const { instance, to, operation, args } = move.order;
    this.#remember(move);
    const copied = args.method === 'block' ? instance.volumes : volumesToCopy(instance, to);
    const totalBytes =
      bytesOf(copied) + (args.method === 'relocation' ? relocationOf(instance, to).imageBytes : 0);
    if (totalBytes > 0 && args.method !== 'live') move.disk = { totalBytes, doneBytes: 0 };
    move.legs = courseOf(move, this.#world.deeds(move));
    if (operation !== null) this.#byOperation.set(operation, move);
    this.#running.set(instance.native, move);
    instance.task = 'migrating';
    this.#world.touch(instance);
    this.#enter(move);
    this.#tick(move);
  }

  /** Called off: it goes on where it was, unless it is too late for that. */
  cancel(move: SimMove, error: ProviderError): void {
    if (move.outcome || move.pointOfNoReturn || move.phase === 'roll-back') return;
    move.legs = [waiting({ phase: 'roll-back', stage: 'cancelled' }, rollBackSeconds)];
    this.#enter(move);
    const { instance } = move.order;
    this.#world.clock.after(1000 * rollBackSeconds, () => this.#end(move, { state: 'failed', error }));
    this.#world.touch(instance);
  }

  postCopy(move: SimMove): void {
    if (move.phase !== 'copy-memory')
      throw new ProviderError(
        'resource.state',
        'Only while memory is copied can it be switched to post-copy',
      );
    if (!move.limits.postCopy) throw new ProviderError('resource.state', 'It was begun without post-copy');
    move.legs = postCopyLegs(move, this.#world.deeds(move));
    this.#enter(move);
  }

  limit(move: SimMove, change: { bandwidth?: number | null; downtimeMs?: number }): void {
    move.limits = { ...move.limits, ...change };
    if (move.copy) move.copy.limits = move.limits;
    this.#tell(move);
  }

  #remember(move: SimMove): void {
    this.#moves.set(move.id, move);
    if (this.#moves.size <= remembered) return;
    for (const [id, old] of this.#moves) {
      if (old.outcome === null) continue;
      this.#moves.delete(id);
      if (old.order.operation !== null) this.#byOperation.delete(old.order.operation);
      return;
    }
  }

  #tick(move: SimMove): void {
    this.#world.clock.after(sampleEveryMs, () => {
      if (move.outcome || move.phase === 'roll-back') return;
      const gone = this.#lost(move);
      if (gone) return this.#end(move, { state: 'failed', error: gone });
      this.#pass(move, sampleEveryMs / 1000);
      if (!move.outcome) this.#tick(move);
    });
  }

  /** Time passes, through as many legs as it covers. */
  #pass(move: SimMove, seconds: number): void {
    let left: number | null = seconds;
    while (left !== null && !move.outcome) {
      const [leg] = move.legs;
      if (!leg) return this.#end(move, succeeded(move));
      left = leg.pass(left);
      const trouble = this.#trouble(move);
      if (trouble) return this.#end(move, { state: 'failed', error: trouble });
      if (left === null) break;
      move.legs.shift();
      this.#enter(move);
    }
    this.#tell(move);
  }

  #enter(move: SimMove): void {
    const [leg] = move.legs;
    if (!leg) return;
    move.phase = leg.phase;
    move.stage = leg.stage;
    leg.enter?.();
    this.#tell(move);
  }

  /** Taken in hand by others meanwhile. */
  #lost(move: SimMove): ProviderError | null {
    const dead = deadHost(move, this.#world.died);
    if (dead) return dead;
    const { instance } = move.order;
    const off = move.copy !== null && instance.powerState === 'stopped';
    if (this.#world.isThere(instance) && instance.task === 'migrating' && !off) return null;
    return new ProviderError('resource.state', 'It was forced off or taken away meanwhile');
  }

  #trouble({ copy, order, phase }: SimMove): ProviderError | null {
    const sent = copy ? copy.figures.contentBytes / Math.max(1, copy.figures.totalBytes) : 1;
    const fails = misbehaviour(order.instance.name, 'migrate') === 'fail';
    if (fails && (phase === 'switch-over' || (phase === 'copy-memory' && sent > 0.3)))
      return new ProviderError('backend.refused', 'The move failed, as the name asks for');
    if (copy?.outcome === 'gave-up')
      return new ProviderError('backend.refused', 'It writes memory faster than it can be sent');
    return null;
  }

  #end(move: SimMove, outcome: MoveOutcome): void {
    if (move.outcome) return;
    move.outcome = outcome;
    const { instance } = move.order;
    if (this.#running.get(instance.native) === move) this.#running.delete(instance.native);
    if (instance.task === 'migrating') instance.task = null;
    if (this.#world.isThere(instance)) this.#world.touch(instance);
    this.#world.told(move);
    move.watchers.clear();
    move.resolve(outcome);
  }

  #tell(move: SimMove): void {
    const report = move.report(this.#world.clock.now());
    for (const watcher of move.watchers) watcher(report);
    this.#world.told(move);
  }
}

function succeeded(move: SimMove): MoveOutcome {
  const { copy, stoppedMs, bytes } = move;
  return {
    state: 'succeeded',
    pauseMs: Math.round(copy ? copy.pauseMs : stoppedMs),
    bytes: Math.round(bytes),
    passes: copy?.pass ?? null,
  };
}
