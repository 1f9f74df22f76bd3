import type { Capability, CapabilityTable } from '@orrery/contract/capabilities.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { expect, it } from 'vitest';
import type { ActionRequest } from '../action.ts';
import { type ProvidedKind, providedKinds } from '../provided-kinds.ts';
import { isoNow } from '../clock.ts';
import { ProviderError } from '../provider-error.ts';
import type { ConformanceFixture, InstanceSpec } from './fixture.ts';
import { ProviderSession, type Trace, traced } from './session.ts';

/** Actions that leave nothing behind by which one could tell, without a handle, whether they were done. */
const traceless = new Set(['reboot', 'reset', 'refresh', 'makeImage', 'push']);

/** One run of the suite: the provider under test, what was made for it, and what has been exercised. */
export class Suite {
  readonly fixture: ConformanceFixture;
  readonly exercised = new Set<Capability>();
  /** Native ids by name. */
  readonly #made = new Map<string, string>();
  /** All that was acted: what a backend tells late of one action may come in the course of the next. */
  readonly #operations = new Set<string | undefined>();
  #session: ProviderSession | null = null;
  #names = 0;

  constructor(fixture: ConformanceFixture) {
    this.fixture = fixture;
  }

  get session(): ProviderSession {
    if (!this.#session) throw new Error('The suite has not begun');
    return this.#session;
  }

  get table(): CapabilityTable {
    return this.session.provider.capabilities();
  }

  /** After a break: the next tests go on with it. */
  replaceSession(session: ProviderSession): void {
    this.#session = session;
  }

  async begin(): Promise<void> {
    await this.fixture.up();
    this.#session = await ProviderSession.open(this.fixture);
  }

  async end(): Promise<void> {
    await this.#session?.stop();
    for (const native of this.#made.values()) await this.fixture.destroyInstance(native);
    await this.fixture.down();
  }

  /** One that nothing else has, also where a test is repeated that left what it had made. It starts with `conf-`. */
  name(of = ''): string {
    return `conf-${of}${++this.#names}`;
  }

  /**
   * Makes an instance behind the provider's back and waits until it is seen as it was wanted. Its name starts with
   * `conf-`.
   */
  async make(spec: Partial<InstanceSpec> = {}): Promise<string> {
    const whole = {
      name: this.name(),
      running: false,
      guest: 'any' as const,
      part: null,
      project: null,
      ...spec,
    };
    // A test that is repeated, and must have this name, made it before.
    const former = this.#made.get(whole.name);
    if (former !== undefined) await this.fixture.destroyInstance(former);
    const native = await this.fixture.makeInstance(whole);
    this.#made.set(whole.name, native);
    await this.session.seen(
      native,
      'to be listed',
      i => i.name === whole.name && (!whole.running || i.powerState === 'running'),
      this.fixture.timings.relistMs,
    );
    return native;
  }

  claims(capability: Capability): boolean {
    return this.table[capability] === true;
  }

  /** The same for an action on instances, by its name. */
  claimsAction(action: string): boolean {
    return Object.entries(this.table).some(
      ([name, state]) => name === `instance.${action}` && state === true,
    );
  }

  /**
   * A test of one capability: run where it is claimed (and then counted as exercised); where it is not, there must be
   * a reason, and the action must be refused with it.
   */
  it(capability: Capability, title: string, run: () => Promise<void>): void {
    it(`${capability}: ${title}`, async context => {
      if (!this.claims(capability)) {
        await this.expectMissing(capability);
        context.skip(`not claimed: ${String(this.table[capability])}`);
      }
      await run();
      this.exercised.add(capability);
    });
  }

  async expectMissing(capability: Capability): Promise<void> {
    const reason = this.table[capability];
    expect(reason, capability).toEqual(expect.stringMatching(/\S{2,}/));
    const { kind, action } = splitCapability(capability);
    if (!kind) return;
    const error = await this.refused(this.session.request(kind, 'nothing', action));
    expect({ code: error.code, message: error.message }).toEqual({
      code: 'capability.missing',
      message: reason,
    });
  }

  /** The error that a call of `act` must end with, promptly. */
  async refused(request: ActionRequest, trace: Trace = traced()): Promise<ProviderError> {
    const { promptMs } = this.fixture.timings;
    const outcome = await this.within(
      promptMs,
      `refusal of ${request.action}`,
      this.#outcome(request, trace),
    );
    if (!(outcome instanceof ProviderError))
      throw new Error(`${request.action} was not refused with a ProviderError: ${String(outcome)}`);
    return outcome;
  }

  #outcome(request: ActionRequest, trace: Trace): Promise<unknown> {
    return this.session.provider.act(request, trace.control).catch((error: unknown) => error);
  }

  /** Fails when `promise` takes longer than `ms` on the fixture's clock. */
  async within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
    let cancel = () => {};
    const late = new Promise<never>((_, reject) => {
      cancel = this.fixture.clock.after(ms, () => reject(new Error(`Not within ${ms} ms: ${what}`)));
    });
    try {
      return await Promise.race([promise, late]);
    } finally {
      cancel();
    }
  }

  /**
   * Does an action and checks all that must hold for every one: `resolve` says not-started before, succeeded after
   * (with and without the handle), and no look repeats it; progress is reported, a handle is bound, a change pushed
   * in its course names the operation.
   */
  async act(
    kind: ProvidedKind,
    native: string,
    action: string,
    args: Record<string, unknown> = {},
  ): Promise<Trace> {
    const { provider, mirror } = this.session;
    const request = this.session.request(kind, native, action, args);
    const before = await this.#resolution(request, null);
    expect(
      traceless.has(action) ? ['not-started', 'unknown'] : ['not-started'],
      `resolve before ${action}`,
    ).toContain(before);
    const trace = traced();
    const firstEvent = mirror.events.length;
    this.#operations.add(request.operation);
    // What happened before, and is told late, is not of its doing.
    const began = isoNow(this.fixture.clock);
    await this.within(this.fixture.timings.actionMs, action, provider.act(request, trace.control));
    const { hasTasks, taskless = [] } = this.fixture;
    if (hasTasks && !taskless.includes(action))
      expect(trace.handles, `handles bound by ${action}`).toHaveLength(1);
    for (const { fraction = 0 } of trace.progress)
      expect(fraction).toSatisfy((f: number) => f >= 0 && f <= 1);
    await this.#expectResolved(request, trace.handles[0] ?? null);
    if (this.claims('inventory.attribution'))
      for (const event of mirror.events.slice(firstEvent))
        if (event.target === request.id && event.at >= began)
          expect(this.#operations, event.type).toContain(event.operation);
    return trace;
  }

  async #expectResolved(request: ActionRequest, handle: string | null): Promise<void> {
    if (handle !== null)
      expect(await this.#resolution(request, handle), 'resolve with handle').toBe('succeeded');
    const without = await this.#resolution(request, null);
    expect(
      traceless.has(request.action) ? ['succeeded', 'unknown'] : ['succeeded'],
      'resolve without handle',
    ).toContain(without);
  }

  async #resolution(request: ActionRequest, handle: string | null): Promise<string> {
    const looking = this.session.provider.resolve(request, handle, traced().control);
    return (await this.within(this.fixture.timings.actionMs, `resolve of ${request.action}`, looking)).state;
  }

  async look(native: string) {
    const actual = await this.fixture.look(native);
    if (!actual) throw new Error(`The backend does not have ${native}`);
    return actual;
  }
}

/** `instance.start` -> kind and action; general capabilities have no action of their own. */
export function splitCapability(capability: Capability): { kind: ProvidedKind | null; action: string } {
  const [first = '', action = ''] = capability.split('.');
  const kind = providedKinds.find(k => k === first) ?? null;
  const isAction = kind !== null && resourceRegistry[kind].actions.some(rule => rule.name === action);
  return { kind: isAction ? kind : null, action };
}
