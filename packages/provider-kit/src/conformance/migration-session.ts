import { type MigrateArgs, migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { Capability } from '@orrery/contract/capabilities.ts';
import { type MigrationMethod, migrationPhases } from '@orrery/contract/migrations/vocabulary.ts';
import { expect } from 'vitest';
import type { MigrateControl, MigrateRequest, MigrateResult, Migrator, MoveReport } from '../migrator.ts';
import { ProviderError } from '../provider-error.ts';
import type { MigrationFixture } from './migration-fixture.ts';
import type { ProviderSession } from './session.ts';
import type { Suite } from './suite.ts';

/** Ways to move, and what claims them. */
export const methodCapabilities = [
  ['live', 'instance.migrateLive'],
  ['block', 'instance.migrateBlock'],
  ['cold', 'instance.migrateCold'],
  ['relocation', 'instance.relocate'],
] as const satisfies readonly (readonly [MigrationMethod, Capability])[];

/** What one move told on its way. */
export class MoveTrace {
  readonly reports: MoveReport[] = [];
  readonly handles: string[] = [];
  readonly aborting = new AbortController();
  /** Phases that had been told when the handle was bound. */
  phasesBefore: string[] = [];
  readonly #waiting = new Set<() => void>();

  readonly control: MigrateControl = {
    signal: this.aborting.signal,
    progress: () => {},
    bind: async handle => {
      this.handles.push(handle);
      this.phasesBefore = this.phases;
      this.#tell();
    },
    moved: report => {
      this.reports.push(report);
      this.#tell();
    },
  };

  get phases(): string[] {
    return this.reports.flatMap(r => (r.phase === undefined ? [] : [r.phase]));
  }

  get samples() {
    return this.reports.flatMap(r => (r.sample === undefined ? [] : [r.sample]));
  }

  /** Something has gone over the wire, or is being copied. */
  get isUnderWay(): boolean {
    return this.samples.some(
      s => (s.memory?.sentBytes ?? 0) > 0 || (s.disk?.doneBytes ?? 0) > 0 || (s.percent ?? 0) > 0,
    );
  }

  /** Rejects when the move ends before. */
  until(what: string, test: () => boolean, ended: Promise<unknown>): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!test()) return;
        this.#waiting.delete(look);
        resolve();
      };
      const over = (how: unknown) => reject(new Error(`Ended before ${what}: ${String(how)}`));
      ended.then(over, over);
      this.#waiting.add(look);
      look();
    });
  }

  #tell(): void {
    for (const look of [...this.#waiting]) look();
  }
}

let serial = 0;

/** Helps tests of moves: instances to move, requests, and all that must hold for every move. */
export class MigrationSession {
  readonly suite: Suite;
  readonly #made: string[] = [];

  constructor(suite: Suite) {
    this.suite = suite;
  }

  get fixture(): MigrationFixture {
    const { migration } = this.suite.fixture;
    if (!migration) throw new Error('Moving is claimed, but the fixture has nothing to move');
    return migration;
  }

  migratorOf({ provider }: ProviderSession): Migrator {
    if (!provider.migrator) throw new Error('Moving is claimed, but the provider has no migrator');
    return provider.migrator;
  }

  get migrator(): Migrator {
    return this.migratorOf(this.suite.session);
  }

  /** One that runs, and where it is and may go. */
  async make(method: MigrationMethod): Promise<{ native: string; from: string; to: string }> {
    const native = await this.fixture.make({ method, name: `conf-move-${++serial}` });
    this.#made.push(native);
    const seen = await this.suite.session.seen(
      native,
      'running',
      i => i.powerState === 'running',
      this.suite.fixture.timings.relistMs,
    );
    if (seen.host === null) throw new Error(`${native} is on no host`);
    return {
      native,
      from: this.suite.session.native(seen.host),
      to: await this.fixture.destination(native, method),
    };
  }

  /** One that is claimed. */
  get anyMethod(): MigrationMethod {
    return methodCapabilities.find(([, capability]) => this.suite.claims(capability))?.[0] ?? 'live';
  }

  /** A move that lasts, under way. */
  async begin(more: Partial<MigrateArgs> = {}) {
    const method = this.anyMethod;
    const { native, from, to } = await this.make(method);
    const request = this.request(native, { ...this.fixture.lasting, ...more, toHost: to, method });
    const trace = new MoveTrace();
    const moving = this.migrator.migrate(request, trace.control);
    // The test awaits it; until then a failure must not count as unhandled.
    moving.catch(() => {});
    await this.within(
      'under way',
      trace.until('it was under way', () => trace.isUnderWay, moving),
    );
    return { native, from, to, request, trace, moving };
  }

  async clear(): Promise<void> {
    for (const native of this.#made.splice(0)) await this.suite.fixture.destroyInstance(native);
  }

  request(native: string, args: Partial<MigrateArgs> & { toHost: string }): MigrateRequest {
    const { session } = this.suite;
    const whole = migrateArgs.parse({ ...args, toHost: session.id(args.toHost) });
    const request = session.request('instance', native, 'migrate', {});
    // Ids of operations are UUIDs.
    return { ...request, operation: crypto.randomUUID(), args: whole };
  }

  within<T>(what: string, promise: Promise<T>): Promise<T> {
    return this.suite.within(this.suite.fixture.timings.actionMs, what, promise);
  }

  /** The error that a move must end with. */
  async failure(moving: Promise<unknown>): Promise<ProviderError> {
    const ended = await this.within(
      'a move that fails',
      moving.catch((error: unknown) => error),
    );
    if (!(ended instanceof ProviderError)) throw new Error(`Not a ProviderError: ${JSON.stringify(ended)}`);
    return ended;
  }

  /** Moves it, and checks all that must hold for every move. */
  async carryOut(request: MigrateRequest): Promise<{ trace: MoveTrace; result: MigrateResult }> {
    const before = await this.migrator.follow(request, null, new MoveTrace().control);
    expect(before.state, 'follow before migrate').toBe('not-started');
    const trace = new MoveTrace();
    const result = await this.within('migrate', this.migrator.migrate(request, trace.control));
    this.expectSound(trace);
    expect(result.check.survived, result.check.detail).not.toBe(false);
    return { trace, result };
  }

  expectSound({ phases, samples, handles, phasesBefore }: MoveTrace): void {
    const order: readonly string[] = migrationPhases;
    expect(handles, 'handles bound').toHaveLength(1);
    expect(
      phasesBefore.filter(p => p !== 'check' && p !== 'prepare'),
      'told before it was bound',
    ).toEqual([]);
    expect(phases.filter(p => !order.includes(p))).toEqual([]);
    expect(phases, 'in order').toEqual(phases.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
    expect(phases.at(-1)).toBe('verify');
    const times = samples.map(s => s.atMs);
    expect(times, 'never back in time').toEqual(times.toSorted((a, b) => a - b));
    for (const { memory, disk } of samples) {
      if (memory) expect(memory.remainingBytes).toBeLessThanOrEqual(memory.totalBytes);
      if (disk) expect(disk.doneBytes).toBeLessThanOrEqual(disk.totalBytes);
    }
  }

  async expectAt(native: string, host: string): Promise<void> {
    const { session } = this.suite;
    expect(await this.fixture.hostOf(native)).toBe(host);
    await session.seen(
      native,
      `running on ${host}`,
      i => i.host === session.id(host) && i.status === 'running',
    );
  }
}
