import { backoffMs } from '@orrery/provider-kit/backoff.ts';
import { isoNow, pause } from '@orrery/provider-kit/clock.ts';
import { PartHealth } from '@orrery/provider-kit/part-health.ts';
import type { ProviderContext } from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { repeat } from '@orrery/provider-kit/repeat.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { isFault, VimFault } from '@orrery/vim25/errors.ts';
import { currentTime } from '@orrery/vim25/methods/authorization.ts';
import { mustBeginAnew } from '@orrery/vim25/property-stream.ts';
import { type SessionOptions, VimSession } from '@orrery/vim25/session.ts';
import { toProviderError } from '../errors.ts';
import type { ImageReader } from '../images/image-reader.ts';
import { Meter } from './meter.ts';
import type { VolumeReader } from './volume-reader.ts';
import type { WarningReader } from './warning-reader.ts';
import { Watch, type WatchParts } from './watch.ts';

export interface LinkOptions extends WatchParts {
  volumes: VolumeReader;
  images: ImageReader;
  warnings: WarningReader;
  context: ProviderContext;
  session: () => SessionOptions;
  part: string;
  address: string;
}

/**
 * Beginnings in a row that did not get through their list, because the session or what lives in it was gone again.
 * The server answers all the while: only after these it counts as out of reach.
 */
const maxBeginnings = 8;

interface Waiting {
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** The connection to a vCenter or a single host: logs in, lists, watches, and begins anew for ever. */
export class VcenterLink {
  readonly #options: LinkOptions;
  readonly #health: PartHealth;
  readonly #meter: Meter;
  readonly #stopping = new AbortController();
  #session: VimSession | null = null;
  #live = false;
  #reason = 'not connected yet';
  #sink: InventorySink | null = null;
  #latencyMs: number | null = null;
  #lastSeenAt: string | null = null;
  #failures = 0;
  /** Lists that were taken in whole. */
  #arrivals = 0;
  /** Who has asked for everything anew, since the running list began. */
  #relistWanted: Waiting[] = [];
  #wake = new AbortController();
  #resolveTried = () => {};
  /** Settled once the first attempt has succeeded or failed. */
  readonly tried = new Promise<void>(resolve => {
    this.#resolveTried = resolve;
  });

  constructor(options: LinkOptions) {
    this.#options = options;
    const { context, part, address, store } = options;
    this.#health = new PartHealth(part, address);
    this.#meter = new Meter({ backend: context.backend, clock: context.clock, store });
  }

  /** What it takes to act; throws while vSphere is out of reach. */
  get session(): VimSession {
    if (this.#session && this.#live) return this.#session;
    // Tenants read it: why, stands in its health.
    throw new ProviderError('backend.unavailable', 'vSphere is out of reach now', {
      cause: new Error(this.#reason),
    });
  }

  /** Null until the first login. */
  get isSingleHost(): boolean {
    return this.#session?.content.about.apiType === 'HostAgent';
  }

  get user(): string {
    return this.#session?.user ?? '';
  }

  start(sink: InventorySink): void {
    this.#sink = sink;
    this.#health.open(sink);
    this.#report('connecting', null);
    void this.#forever();
  }

  async stop(): Promise<void> {
    this.#sink = null;
    this.#health.open(null);
    this.#stopping.abort(
      new ProviderError('backend.unavailable', 'The connection to this backend was closed'),
    );
    this.#rejectWaiting(this.#stopping.signal.reason);
    this.#resolveTried();
    await this.#leave();
  }

  /** Resolves when everything has been listed anew. Quiet while it is out of reach: it will be listed then. */
  refresh(signal: AbortSignal): Promise<void> {
    if (!this.#live) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(toProviderError(signal.reason, signal));
      signal.addEventListener('abort', onAbort, { once: true });
      const settled = (end: () => void) => () => {
        signal.removeEventListener('abort', onAbort);
        end();
      };
      this.#relistWanted.push({ resolve: settled(resolve), reject: error => settled(() => reject(error))() });
      this.#wake.abort(new Error('Everything is wanted anew'));
    });
  }

  async #forever(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#once(signal);
      } catch (error) {
        if (signal.aborted) return this.#rejectWaiting(signal.reason);
        const delay = this.#delay(error);
        this.#down(error, delay);
        await pause(this.#options.context.clock, delay, signal).catch(() => undefined);
      }
    }
  }

  #delay(error: unknown): number {
    const { pace, context } = this.#options;
    if (isFault(error, 'InvalidLogin', 'NoPermission')) return pace.wrongPasswordMs;
    return backoffMs(this.#failures++, context.random, pace.backoff);
  }

  /** One session, from the login until it breaks. */
  async #once(signal: AbortSignal): Promise<void> {
    const { marks, context, pace } = this.#options;
    const session = await VimSession.open({ ...this.#options.session(), clock: this.#options.clock }, signal);
    this.#session = session;
    this.#sink?.about({ version: session.content.about.fullName, address: this.#options.address });
    await marks.learn(session, signal);
    for (let beginnings = 1; ; beginnings++) {
      const arrivals = this.#arrivals;
      try {
        await this.#watch(session, signal);
      } catch (error) {
        if (!mustBeginAnew(error) || signal.aborted) throw error;
        if (arrivals !== this.#arrivals) beginnings = 0;
        else if (beginnings >= maxBeginnings) throw error;
        else await pause(context.clock, backoffMs(beginnings, context.random, pace.backoff), signal);
        context.log('info', 'The watch begins anew', { reason: String(error) });
        // Also renews the session, if it was that.
        await currentTime(session, { signal });
      }
    }
  }

  /** One watch: until its session expires, everything is wanted anew, or the connection breaks. */
  async #watch(session: VimSession, signal: AbortSignal): Promise<void> {
    const wanted = this.#relistWanted;
    this.#relistWanted = [];
    this.#wake = new AbortController();
    const over = new AbortController();
    const meanwhile = AbortSignal.any([signal, over.signal]);
    let watch: Watch | null = null;
    let details: Promise<void> = Promise.resolve();
    let end = () => {};
    try {
      watch = await Watch.open(this.#options, session, signal);
      await watch.list(signal);
      await this.#options.publisher.list(false);
      this.#arrived();
      details = this.#details(session, wanted, meanwhile);
      end = this.#rounds(session, meanwhile);
      await this.#follow(watch, session, meanwhile);
    } finally {
      end();
      over.abort(new Error('The watch is over'));
      await details;
      // Who was not answered is answered by the next watch.
      this.#relistWanted.unshift(...wanted);
      void watch?.close();
    }
  }

  /** Disks and interfaces of all, while the watch goes on; then everything is told as complete. */
  async #details(session: VimSession, wanted: Waiting[], signal: AbortSignal): Promise<void> {
    const { devices, publisher, volumes, images, warnings } = this.#options;
    try {
      await Promise.all([
        devices.drain(session, signal),
        volumes.list(session, signal),
        warnings.read(session, signal),
      ]);
      await publisher.list(true);
      for (const { resolve } of wanted.splice(0)) resolve();
      // Last: reading all folders of a datastore may take minutes.
      await images.list(session, signal);
    } catch (error) {
      if (!signal.aborted) for (const { reject } of wanted.splice(0)) reject(toProviderError(error));
      this.#trouble(error);
    }
  }

  async #follow(watch: Watch, session: VimSession, signal: AbortSignal): Promise<void> {
    const { devices, warnings } = this.#options;
    const woken = this.#wake.signal;
    const either = AbortSignal.any([signal, woken]);
    while (!woken.aborted) {
      try {
        await watch.next(either);
      } catch (error) {
        if (woken.aborted && !signal.aborted) return;
        throw error;
      }
      // Not awaited: a call that hangs must not keep the watch from noticing.
      devices.drain(session, signal).catch((error: unknown) => this.#trouble(error));
      warnings.drain(session, signal).catch((error: unknown) => this.#trouble(error));
      this.#alive();
    }
  }

  /** What goes on beside the watch. */
  #rounds(session: VimSession, signal: AbortSignal): () => void {
    const { context, pace, warnings } = this.#options;
    const round = (everyMs: number, run: () => Promise<void>) =>
      repeat({ clock: context.clock, everyMs, run, onError: error => this.#trouble(error) });
    const measure = async () => {
      await this.#measure(session, signal);
    };
    measure().catch((error: unknown) => this.#trouble(error));
    const ends = [
      round(pace.metricsEveryMs, measure),
      round(pace.warningsEveryMs, () => warnings.read(session, signal)),
      round(pace.relistEveryMs, () => this.refresh(signal)),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  async #measure(session: VimSession, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options.context;
    const asked = clock.now();
    await currentTime(session, { signal });
    this.#latencyMs = clock.now() - asked;
    const samples = await this.#meter.measure(session, signal);
    if (samples.length > 0) this.#sink?.metrics(samples);
  }

  #trouble(error: unknown): void {
    if (this.#stopping.signal.aborted || !this.#live) return;
    this.#options.context.log('debug', 'vSphere could not be asked', { error: String(error) });
  }

  #arrived(): void {
    this.#failures = 0;
    this.#arrivals++;
    this.#live = true;
    this.#alive();
    this.#resolveTried();
  }

  #alive(): void {
    this.#lastSeenAt = isoNow(this.#options.context.clock);
    this.#report('up', null);
  }

  #down(error: unknown, retryInMs: number): void {
    const { message } = toProviderError(error);
    const cause = error instanceof Error ? error.message : String(error);
    this.#reason = error instanceof VimFault ? message : cause;
    this.#live = false;
    this.#report('down', this.#reason);
    this.#rejectWaiting(toProviderError(error));
    this.#options.context.log('debug', `vSphere is out of reach; next try in ${retryInMs} ms`, {
      reason: cause,
    });
    this.#resolveTried();
    void this.#leave();
  }

  async #leave(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    this.#live = false;
    await session?.close();
  }

  #rejectWaiting(error: unknown): void {
    const waiting = this.#relistWanted;
    this.#relistWanted = [];
    for (const { reject } of waiting) reject(error);
  }

  #report(status: 'connecting' | 'up' | 'down', reason: string | null): void {
    this.#health.report(status, reason, { latencyMs: this.#latencyMs, lastSeenAt: this.#lastSeenAt });
  }
}
