import { consolePath, type ConsoleTicket } from '@orrery/contract/console/console.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { ConsoleStream } from '@orrery/provider-kit/console.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { Principal } from '../authz/principal.ts';
import { viewerOf } from '../authz/viewer.ts';
import { rethrowFor } from '../inventory/refusal-for.ts';
import { RequestError } from '../errors/request-error.ts';
import type { InventoryReader } from '../inventory/reader.ts';
import { lookUp, requireAllowed, requireCapable } from '../inventory/require.ts';
import { Audience } from './audience.ts';
import { type Earlier, endedOf, type Listener, SharedTerminal } from './shared-terminal.ts';
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
  /** What a serial line is known to have said since the instance was switched on. */
  earlier?: (instance: string) => Earlier | undefined;
}

interface Place {
  instance: string;
  backend: string | null;
}

/** What it takes to see what an instance shows. */
export const consoleOf = (instance: string) =>
  ({
    kind: 'instance',
    id: instance,
    permission: 'instance.console',
    denied: 'Your role does not allow consoles',
  }) as const;

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
  readonly #screens = new Audience();

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
    const found = lookUp(this.#options.reader, viewerOf(principal), consoleOf(instance));
    if (found === 'unseen') return 'The instance is not there any more, or not yours to see';
    return found === 'denied' ? 'Your role does not allow consoles any more' : null;
  }

  /** Connects a viewer. Rejects with what can be told. */
  async open(viewer: Viewer): Promise<OpenConsole> {
    const { id: instance, backend } = this.#require(viewer.principal, viewer);
    const place = { instance, backend };
    const opening =
      viewer.kind === 'serial' ? this.#joinTerminal(viewer, place) : this.#openOwn(viewer, place);
    return opening.catch(rethrowFor(viewer.principal));
  }

  /**
   * Listens to a serial line beside whoever looks at it, for Orrery itself. Answers how to leave; rejects as the
   * provider does.
   */
  async follow(
    { from, ...place }: Place & { from: 'beginning' | 'now' },
    listener: Listener,
  ): Promise<() => void> {
    const terminal = await this.#terminal(place);
    terminal.listen(listener, from);
    return () => {
      terminal.unlisten(listener);
      this.#closeWhenIdle(terminal);
    };
  }

  /** Ends a serial line with all that is held of it: whoever opens it next begins anew. */
  hangUp(instance: string): void {
    const known = this.#terminals.get(instance);
    this.#terminals.delete(instance);
    known?.then(
      terminal => terminal.close(),
      () => undefined,
    );
  }

  async stop(): Promise<void> {
    const terminals = await Promise.allSettled(this.#terminals.values());
    for (const settled of terminals) if (settled.status === 'fulfilled') await settled.value.close();
    for (const stream of this.#streams) await stream.close();
  }

  #require(principal: Principal, { instance, kind }: Pick<Grant, 'instance' | 'kind'>): Instance {
    const { reader, provider } = this.#options;
    const found = requireAllowed(reader, viewerOf(principal), consoleOf(instance));
    const { consoles } = requireCapable(provider(found.backend ?? ''), 'instance.console');
    if (consoles === undefined)
      throw new RequestError('capability.missing', 'This backend opens no consoles');
    if (!found.consoles.includes(kind))
      throw new RequestError('capability.missing', `The instance has no ${kind} console`);
    if (found.powerState !== 'running' && found.powerState !== 'paused')
      throw new RequestError('action.refused', `The instance is ${found.powerState}; start it first`);
    return found;
  }

  async #stream({ instance, backend }: Place, kind: Grant['kind']): Promise<ConsoleStream> {
    const consoles = this.#options.provider(backend ?? '')?.consoles;
    if (consoles === undefined)
      throw new ProviderError('backend.unavailable', 'The backend is not connected');
    const opening = new AbortController();
    const cancel = this.#options.clock.after(openMs, () => opening.abort(late()));
    try {
      return await consoles.open(instance, kind, opening.signal);
    } catch (error) {
      throw opening.signal.aborted ? opening.signal.reason : error;
    } finally {
      cancel();
    }
  }

  async #joinTerminal(viewer: Viewer, place: Place): Promise<OpenConsole> {
    const terminal = await this.#terminal(place);
    terminal.join(viewer);
    return {
      write: bytes => terminal.write(bytes),
      resize: () => undefined,
      leave: () => {
        terminal.leave(viewer);
        this.#closeWhenIdle(terminal);
      },
    };
  }

  #closeWhenIdle(terminal: SharedTerminal): void {
    this.#options.clock.after(lingerMs, () => {
      if (terminal.isIdle) void terminal.close();
    });
  }

  #terminal(place: Place): Promise<SharedTerminal> {
    const { instance } = place;
    const known = this.#terminals.get(instance);
    if (known) return known;
    const opening = this.#stream(place, 'serial').then(
      stream => new SharedTerminal(stream, this.#options.earlier?.(instance)),
    );
    this.#terminals.set(instance, opening);
    const forget = () => {
      if (this.#terminals.get(instance) === opening) this.#terminals.delete(instance);
    };
    opening.then(terminal => terminal.ended.then(forget), forget);
    return opening;
  }

  /** RFB has its own state a client, so a screen is streamed to each who looks at it; a shell is nobody else's. */
  async #openOwn(viewer: Viewer, place: Place): Promise<OpenConsole> {
    const stream = await this.#stream(place, viewer.kind);
    this.#streams.add(stream);
    if (viewer.kind === 'vnc') this.#screens.join(viewer);
    else viewer.tell({ type: 'opened', kind: viewer.kind, viewers: 1 });
    void this.#pump(stream, viewer).finally(() => this.#streams.delete(stream));
    return {
      write: bytes => stream.write(bytes),
      resize: (columns, rows) => void stream.resize?.(columns, rows),
      leave: () => {
        this.#screens.leave(viewer);
        void stream.close();
      },
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

const late = () => new ProviderError('backend.timeout', 'The backend did not open the console in time');
