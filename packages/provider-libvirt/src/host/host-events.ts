import type { Connection } from '@orrery/libvirt/connection.ts';
import { lifecycleDetails, lifecycleTypes } from '@orrery/libvirt/events/domain-events.ts';
import { metadataTypes } from '@orrery/libvirt/procedures/flags.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import type { CallOptions } from '@orrery/libvirt/rpc/procedure.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import { isoNow } from '@orrery/provider-kit/clock.ts';
import { nativeIds } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { isActive, powerStateOf } from '../map/power.ts';
import type { EventLog, Happening } from '@orrery/provider-kit/event-log.ts';
import type { JobEvent, JobEvents } from '../migration/job-events.ts';
import type { HostReader } from './host-reader.ts';
import { type Fact, translate } from './translate.ts';

/** QEMU announces one reboot up to three times. */
const rebootEchoMs = 2_000;

/** VIR_DOMAIN_PAUSED_STARTING_UP. */
const startingUp = 11;

export interface HostEventsOptions {
  backend: string;
  clock: Clock;
  log: EventLog;
  jobs: JobEvents;
  /** A reading that an event asked for failed. */
  onError: (error: unknown) => void;
}

/** Follows a daemon's events: reports each, and reads anew what it concerns. */
export class HostEvents {
  readonly #connection: Connection;
  readonly #reader: HostReader;
  readonly #options: HostEventsOptions;
  /** Paused or not, by the events alone: they come faster than a domain can be read. */
  readonly #paused = new Map<string, boolean>();
  readonly #rebootedAt = new Map<string, number>();
  readonly #rebootWaiters = new Map<string, Set<() => void>>();

  constructor(connection: Connection, reader: HostReader, options: HostEventsOptions) {
    this.#connection = connection;
    this.#reader = reader;
    this.#options = options;
  }

  /** Registers for all that is needed. What an old daemon does not know is found by sweeps instead. */
  async subscribe(options: CallOptions): Promise<void> {
    const c = this.#connection;
    const reread = (e: { domain: DomainRef }) => this.#reread(e.domain);
    const changed = (e: { domain: DomainRef }) => {
      this.#tell(e.domain, {
        type: 'instance.changed',
        severity: 'info',
        message: 'Its devices or settings changed',
      });
      this.#reread(e.domain);
    };
    await Promise.all([
      c.onDomainEvent('lifecycle', e => this.#lifecycle(e.domain, e.type, e.detail), options),
      c.onDomainEvent('reboot', e => this.#reboot(e.domain), options),
      c.onDomainEvent('deviceAdded', changed, options),
      c.onDomainEvent('deviceRemoved', changed, options),
      c.onDomainEvent('blockJob', reread, options),
      c.onDomainEvent('balloonChange', reread, options),
      c.onDomainEvent('tunable', reread, options),
      c.onDomainEvent(
        'migrationIteration',
        e => this.#job(e.domain, { kind: 'pass', pass: e.iteration }),
        options,
      ),
      c.onDomainEvent(
        'jobCompleted',
        e => this.#job(e.domain, { kind: 'completed', params: e.params }),
        options,
      ),
      c.onDomainEvent('agentLifecycle', e => this.#agent(e.domain, e.state), options),
      c.onDomainEvent('metadataChange', e => this.#metadata(e.domain, e.type), options),
      c.onOtherEvent('networkLifecycle', e => this.#network(e.network, e.event), options),
      c.onOtherEvent('poolLifecycle', e => this.#pool(e.pool, e.event), options),
      c.onOtherEvent('poolRefresh', e => this.#poolRefreshed(e.pool), options),
    ]);
  }

  /** Resolves when the guest has been seen to reboot. */
  rebooted(uuid: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiters = this.#rebootWaiters.get(uuid) ?? new Set();
      this.#rebootWaiters.set(uuid, waiters);
      const done = () => {
        waiters.delete(done);
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        waiters.delete(done);
        reject(signal.reason);
      };
      if (signal.aborted) return onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      waiters.add(done);
    });
  }

  #run(work: Promise<void>): void {
    work.catch(this.#options.onError);
  }

  #reread(ref: DomainRef): void {
    this.#run(this.#reader.domain(ref, 'event'));
  }

  #tell(ref: DomainRef, fact: Fact): void {
    this.#report({ kind: 'instance', id: idOf(this.#options.backend, ref.uuid), name: ref.name, fact });
  }

  #report(happening: Omit<Happening, 'host'>): void {
    this.#options.log.report({ ...happening, host: idOf(this.#options.backend, this.#reader.record.name) });
  }

  #job(ref: DomainRef, event: JobEvent): void {
    this.#options.jobs.tell({ host: this.#reader.record.name, uuid: ref.uuid, event });
    this.#reread(ref);
  }

  #lifecycle(ref: DomainRef, type: number, detail: number): void {
    const name = lifecycleTypes[type];
    const arriving = name === 'started' && lifecycleDetails.started[detail] === 'migrated';
    const host = this.#reader.record.name;
    this.#options.jobs.tell({ host, uuid: ref.uuid, event: { kind: arriving ? 'arriving' : 'changed' } });
    const fact = name === undefined ? null : translate(name, detail);
    if (fact && this.#isNews(ref, fact)) this.#tell(ref, fact);
    if (name === 'started') this.#reader.record.startedAt.set(ref.uuid, isoNow(this.#options.clock));
    if (name === 'suspended') this.#paused.set(ref.uuid, true);
    if (name === 'started' || name === 'resumed' || name === 'stopped') this.#paused.delete(ref.uuid);
    this.#reread(ref);
  }

  /** Each start ends with a "resumed" of its own, and a definition can be given anew. */
  #isNews(ref: DomainRef, fact: Fact): boolean {
    const known = this.#reader.record.domains.get(ref.uuid);
    if (fact.type === 'instance.resumed') {
      return (
        this.#paused.get(ref.uuid) ??
        (known !== undefined &&
          powerStateOf(known.state, false) === 'paused' &&
          known.state.reason !== startingUp)
      );
    }
    // Undefining a running domain makes it transient; it goes when it stops.
    if (fact.type === 'instance.deleted') return known === undefined || !isActive(known.state);
    return true;
  }

  #reboot(ref: DomainRef): void {
    const now = this.#options.clock.now();
    const echo = now - (this.#rebootedAt.get(ref.uuid) ?? -Infinity) < rebootEchoMs;
    this.#rebootedAt.set(ref.uuid, now);
    if (!echo) this.#tell(ref, { type: 'instance.rebooted', severity: 'info', message: 'Rebooted' });
    for (const waiter of this.#rebootWaiters.get(ref.uuid) ?? []) waiter();
    this.#reread(ref);
  }

  #agent(ref: DomainRef, state: number): void {
    this.#reread(ref);
    if (state === 1) this.#run(this.#reader.agentAddresses(ref));
  }

  #metadata(ref: DomainRef, type: number): void {
    const what = type === metadataTypes.element ? 'Its marks changed' : 'Its title or description changed';
    this.#tell(ref, { type: 'instance.changed', severity: 'info', message: what });
    this.#reread(ref);
  }

  #network(ref: { name: string; uuid: string }, event: number): void {
    const type = ([null, null, 'network.started', 'network.stopped'] as const)[event];
    const id = idOf(this.#options.backend, nativeIds.network(ref.name));
    const message = type === 'network.started' ? 'Started' : 'Stopped';
    if (type)
      this.#report({ kind: 'network', id, name: ref.name, fact: { type, severity: 'info', message } });
    this.#run(this.#reader.network(ref, 'event'));
  }

  #pool(ref: { name: string; uuid: string }, event: number): void {
    const type = ([null, null, 'storage-pool.started', 'storage-pool.stopped'] as const)[event];
    if (type) this.#tellPool(ref.name, type, type === 'storage-pool.started' ? 'Started' : 'Stopped');
    this.#run(this.#reader.pool(ref, 'event'));
  }

  #poolRefreshed(ref: { name: string; uuid: string }): void {
    this.#tellPool(ref.name, 'storage-pool.refreshed', 'Read anew');
    this.#run(this.#reader.pool(ref, 'event'));
  }

  #tellPool(name: string, type: string, message: string): void {
    const id = idOf(this.#options.backend, nativeIds.pool(this.#reader.record.name, name));
    this.#report({ kind: 'storage-pool', id, name, fact: { type, severity: 'info', message } });
  }
}
