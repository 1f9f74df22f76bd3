import { consolePath, type ConsoleTicket } from '@orrery/contract/console/console.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { ConsoleStream } from '@orrery/provider-kit/console.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { may, type Principal } from '../authz/principal.ts';
import { viewerOf } from '../authz/viewer.ts';
import { RequestError } from '../errors/request-error.ts';
import type { InventoryReader } from '../inventory/reader.ts';
import { endedOf, SharedTerminal } from './shared-terminal.ts';
import { type Grant, Tickets } from './tickets.ts';
import type { Viewer } from './viewer.ts';

/** A page that is loaded again finds its terminal as it was. */
const lingerMs = 10_000;
/** Opening takes a connection to a host or two. */
const openMs = 20_000;

export interface ConsoleOptions {
  reader: InventoryReader;
  provider: (backend: string) => Pick<Provider, 'consoles' | 'capabilities'> | undefined;
  clock: Clock;
}

/** What a viewer's connection can do once it is open. */
export interface OpenConsole {
  write: (bytes: Uint8Array) => Promise<void>;
  resize: (columns: number, rows: number) => void;
  leave: () => void;
}

/** Consoles of instances (docs/specs/console.md). */
export class ConsoleService {
  readonly #options: ConsoleOptions;
  readonly #tickets: Tickets;
  /** Serial lines that are open or being opened, by instance. */
  readonly #terminals = new Map<string, Promise<SharedTerminal>>();
  readonly #streams = new Set<{ close: () => Promise<void> }>();

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.#tickets = new Tickets(options.clock);
  }

  /** Throws RequestError, with a reason that a button can show. */
  ticket(principal: Principal, grant: Grant): ConsoleTicket {
    this.#require(principal, grant);
    const { ticket, expiresAt } = this.#tickets.issue(grant);
    return { ticket, kind: grant.kind, expiresAt: new Date(expiresAt).toISOString(), path: consolePath };
  }

  redeem(ticket: string, by: Pick<Grant, 'credential' | 'address'>): Grant | undefined {
    return this.#tickets.redeem(ticket, by);
  }

  /** Null while this principal may use this console, else why not. */
  refuses(principal: Principal, { instance }: Pick<Grant, 'instance'>): string | null {
    const found = this.#options.reader.get(viewerOf(principal), 'instance', instance);
    if (found === undefined) return 'The instance is not there any more, or not yours to see';
    return may(principal, 'instance.console', found.project)
      ? null
      : 'Your role does not allow consoles any more';
  }

  /** Connects a viewer. Rejects with what can be told. */
  async open(viewer: Viewer): Promise<OpenConsole> {
    this.#require(viewer.principal, viewer);
    return viewer.kind === 'serial' ? this.#joinTerminal(viewer) : this.#openOwn(viewer);
  }

  async stop(): Promise<void> {
    const terminals = await Promise.allSettled(this.#terminals.values());
    for (const settled of terminals) if (settled.status === 'fulfilled') await settled.value.close();
    for (const stream of this.#streams) await stream.close();
  }

  #require(principal: Principal, { instance, kind }: Pick<Grant, 'instance' | 'kind'>): Instance {
    const found = this.#options.reader.get(viewerOf(principal), 'instance', instance);
    if (found === undefined) throw new RequestError('resource.not-found', 'There is no such instance');
    if (!may(principal, 'instance.console', found.project))
      throw new RequestError('permission.denied', 'Your role does not allow consoles');
    const provider = this.#options.provider(found.backend ?? '');
    if (provider === undefined) throw new RequestError('backend.unavailable', 'The backend is not connected');
    const can = provider.capabilities()['instance.console'];
    if (provider.consoles === undefined || can !== true)
      throw new RequestError('capability.missing', can === true ? 'This backend opens no consoles' : can);
    if (!found.consoles.includes(kind))
      throw new RequestError('capability.missing', `The instance has no ${kind} console`);
    if (found.powerState !== 'running' && found.powerState !== 'paused')
      throw new RequestError('action.refused', `The instance is ${found.powerState}; start it first`);
    return found;
  }

  async #stream(viewer: Pick<Viewer, 'instance' | 'kind' | 'principal'>): Promise<ConsoleStream> {
    const { backend } = this.#require(viewer.principal, viewer);
    const consoles = this.#options.provider(backend ?? '')?.consoles;
    if (consoles === undefined) throw new RequestError('backend.unavailable', 'The backend is not connected');
    const opening = new AbortController();
    const cancel = this.#options.clock.after(openMs, () => opening.abort());
    try {
      return await consoles.open(viewer.instance, viewer.kind, opening.signal);
    } catch (error) {
      throw asRequestError(error, opening.signal.aborted);
    } finally {
      cancel();
    }
  }

  async #joinTerminal(viewer: Viewer): Promise<OpenConsole> {
    const { instance } = viewer;
    const opening = this.#terminals.get(instance) ?? this.#openTerminal(viewer);
    const terminal = await opening;
    terminal.join(viewer);
    return {
      write: bytes => terminal.write(bytes),
      resize: () => undefined,
      leave: () => {
        terminal.leave(viewer);
        this.#options.clock.after(lingerMs, () => {
          if (terminal.viewers === 0) void terminal.close();
        });
      },
    };
  }

  #openTerminal(viewer: Viewer): Promise<SharedTerminal> {
    const { instance } = viewer;
    const opening = this.#stream(viewer).then(stream => new SharedTerminal(stream));
    this.#terminals.set(instance, opening);
    const forget = () => {
      if (this.#terminals.get(instance) === opening) this.#terminals.delete(instance);
    };
    opening.then(terminal => terminal.ended.then(forget), forget);
    return opening;
  }

  /** A screen (RFB has its own state a client) and a shell are nobody else's. */
  async #openOwn(viewer: Viewer): Promise<OpenConsole> {
    const stream = await this.#stream(viewer);
    this.#streams.add(stream);
    viewer.tell({ type: 'opened', kind: viewer.kind, viewers: 1 });
    void this.#pump(stream, viewer).finally(() => this.#streams.delete(stream));
    return {
      write: bytes => stream.write(bytes),
      resize: (columns, rows) => void stream.resize?.(columns, rows),
      leave: () => void stream.close(),
    };
  }

  async #pump(stream: ConsoleStream, viewer: Viewer): Promise<void> {
    for await (const bytes of stream.output) {
      if (await viewer.deliver(bytes)) continue;
      viewer.end({ reason: 'slow', message: 'The browser took nothing for a minute', again: true });
      await stream.close();
      return;
    }
    viewer.end(endedOf(await stream.ended));
  }
}

const known: Record<string, 'action.refused' | 'capability.missing' | 'backend.unavailable'> = {
  'resource.state': 'action.refused',
  'backend.refused': 'action.refused',
  'capability.missing': 'capability.missing',
  'backend.unavailable': 'backend.unavailable',
};

function asRequestError(error: unknown, late: boolean): unknown {
  if (late) return new RequestError('backend.timeout', 'The backend did not open the console in time');
  if (!(error instanceof ProviderError)) return error;
  return new RequestError(known[error.code] ?? 'backend.unavailable', error.message);
}
