import type { MigrateControl, Migrator } from '@orrery/provider-kit/migrator.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import type { CreateControl, Creator } from '@orrery/provider-kit/creator.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import type { AuditSink } from '../api.ts';
import type { OperationStore } from '../operation-store.ts';

/**
 * A process that dies at the n-th thing it waits for: from then on nothing it awaits comes back, nothing it calls
 * has an effect. What it had already asked of the world goes on, as after kill -9.
 */
export class Mortal {
  readonly #diesAt: number;
  readonly points: string[] = [];
  dead = false;

  constructor(diesAt: number = Number.POSITIVE_INFINITY) {
    this.#diesAt = diesAt;
  }

  async point(name: string): Promise<void> {
    if (!this.dead) this.points.push(name);
    if (this.points.length >= this.#diesAt) this.dead = true;
    if (this.dead) await new Promise<never>(() => {});
  }

  async around<T>(name: string, run: () => Promise<T>): Promise<T> {
    await this.point(`before ${name}`);
    const result = await run();
    await this.point(`after ${name}`);
    return result;
  }

  store(inner: OperationStore): OperationStore {
    return {
      known: (userId, key) => this.around('known', () => inner.known(userId, key)),
      begin: request => this.around('begin', () => inner.begin(request)),
      save: record => this.around(`save ${record.state}`, () => inner.save(record)),
      get: id => this.around('get', () => inner.get(id)),
      unfinished: () => this.around('unfinished', () => inner.unfinished()),
      newest: count => this.around('newest', () => inner.newest(count)),
      inBatch: batch => this.around('inBatch', () => inner.inBatch(batch)),
      reservations: () => this.around('reservations', () => inner.reservations()),
      release: operations => this.around('release', () => inner.release(operations)),
    };
  }

  audit(inner: AuditSink): AuditSink {
    return { record: entry => this.around('audit', () => inner.record(entry)) };
  }

  provider(inner: Provider): Provider {
    return {
      capabilities: () => inner.capabilities(),
      start: sink => inner.start(this.#sink(sink)),
      stop: () => inner.stop(),
      refresh: signal => inner.refresh(signal),
      act: (request, control) => this.around('act', () => inner.act(request, control)),
      resolve: (request, handle, control) =>
        this.around('resolve', () => inner.resolve(request, handle, control)),
      raw: (kind, id, signal) => inner.raw(kind, id, signal),
      ...(inner.creator && { creator: this.#creator(inner.creator) }),
      ...(inner.migrator && { migrator: this.#migrator(inner.migrator) }),
    };
  }

  #migrator(inner: Migrator): Migrator {
    const control = (given: MigrateControl): MigrateControl => ({
      ...given,
      bind: handle => this.around('bind', () => given.bind(handle)),
      moved: report => {
        if (!this.dead) given.moved(report);
      },
    });
    return {
      survey: (request, signal) => this.around('survey', () => inner.survey(request, signal)),
      migrate: (request, given) => this.around('migrate', () => inner.migrate(request, control(given))),
      follow: (request, handle, given) =>
        this.around('follow', () => inner.follow(request, handle, control(given))),
      steer: (request, signal) => this.around('steer', () => inner.steer(request, signal)),
    };
  }

  #creator(inner: Creator): Creator {
    const control = (given: CreateControl): CreateControl => ({
      ...given,
      identified: id => this.around('identified', () => given.identified(id)),
    });
    return {
      create: (request, given) => this.around('create', () => inner.create(request, control(given))),
      resolve: (request, handle, given) =>
        this.around('resolve', () => inner.resolve(request, handle, control(given))),
    };
  }

  /** A dead process hears nothing. */
  #sink(inner: InventorySink): InventorySink {
    const alive =
      <A>(take: (argument: A) => void) =>
      (argument: A) => {
        if (!this.dead) take(argument);
      };
    return {
      replace: alive(list => inner.replace(list)),
      upsert: alive(resources => inner.upsert(resources)),
      remove: alive(ids => inner.remove(ids)),
      metrics: alive(samples => inner.metrics(samples)),
      event: alive(event => inner.event(event)),
      health: alive(part => inner.health(part)),
      about: alive(facts => inner.about(facts)),
      move: alive(move => inner.move?.(move)),
    };
  }
}
