import type { LogLine, LogQuery } from '@orrery/contract/inside/logs.ts';
import type { Capability } from '@orrery/contract/capabilities.ts';
import type { Permission } from '@orrery/contract/identity/permissions.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import type { Principal } from '../authz/principal.ts';
import { viewerOf } from '../authz/viewer.ts';
import { rethrowFor } from '../inventory/refusal-for.ts';
import { RequestError } from '../errors/request-error.ts';
import type { IdentityBus } from '../identity/bus.ts';
import type { InventoryReader } from '../inventory/reader.ts';
import { requireAllowed, requireCapable } from '../inventory/require.ts';

/** Rows can go to another project without anybody's rights being changed. */
const recheckMs = 1_000;

export interface InsidesOptions {
  reader: InventoryReader;
  provider: (backend: string) => Pick<Provider, 'capabilities' | 'logs' | 'files'> | undefined;
  identity: IdentityBus;
  clock: Clock;
}

/** Who looks, and into what. */
export interface Look {
  principal: Principal;
  instance: string;
  signal: AbortSignal;
}

interface Need {
  permission: Permission;
  capability: Capability;
}
const logs: Need = { permission: 'instance.logs', capability: 'instance.logs' };
const files: Need = { permission: 'instance.files', capability: 'instance.files' };

/** What instances write, and files in and out of them. */
export class InsidesService {
  readonly #options: InsidesOptions;

  constructor(options: InsidesOptions) {
    this.#options = options;
  }

  /** Throws before the first line when it is not allowed; ends when it is not any more. */
  logs(look: Look, { tail, since, search, follow, as }: LogQuery): AsyncIterable<LogLine> {
    const { logs: source } = this.#require(look, logs);
    if (!source) throw new RequestError('capability.missing', 'Its back end keeps no logs');
    const from = { tail: as === 'text' && tail === 0 ? null : tail, since: since ?? null, follow };
    const lines = (signal: AbortSignal) => source.read(look.instance, from, signal);
    return matching(this.#told(look, lines), search);
  }

  async readFiles(look: Look, path: string): Promise<AsyncIterable<Uint8Array>> {
    const { files: source } = this.#require(look, files);
    if (!source) throw new RequestError('capability.missing', 'Its back end has no way to its files');
    return source.read(look.instance, path, look.signal).catch(rethrowFor(look.principal));
  }

  async writeFiles(look: Look, into: { path: string; tar: AsyncIterable<Uint8Array> }): Promise<void> {
    const { files: target } = this.#require(look, files);
    if (!target) throw new RequestError('capability.missing', 'Its back end has no way to its files');
    await target.write(look.instance, into, look.signal).catch(rethrowFor(look.principal));
  }

  #require({ principal, instance }: Omit<Look, 'signal'>, { permission, capability }: Need) {
    const { reader, provider } = this.#options;
    const wanted = { kind: 'instance', id: instance, permission } as const;
    const { backend } = requireAllowed(reader, viewerOf(principal), wanted);
    return requireCapable(provider(backend ?? ''), capability);
  }

  async *#told(look: Look, lines: (signal: AbortSignal) => AsyncIterable<LogLine>): AsyncGenerator<LogLine> {
    const { signal, end } = this.#whileAllowed(look, logs);
    try {
      yield* lines(signal);
    } catch (error) {
      // Whoever went away, or may not look any more, is told nothing.
      if (!signal.aborted) rethrowFor(look.principal)(error);
    } finally {
      end();
    }
  }

  /** A stream that goes on ends with the session, the role or the sight of the instance. */
  #whileAllowed(look: Look, need: Need): { signal: AbortSignal; end: () => void } {
    const revoked = new AbortController();
    const { identity, clock } = this.#options;
    const { principal } = look;
    const off = identity.on(({ userId, credential }) => {
      const meant = userId === undefined ? credential === principal.credential : userId === principal.userId;
      if (meant) revoked.abort();
    });
    let cancel = () => {};
    const again = () => {
      try {
        this.#require(look, need);
        cancel = clock.after(recheckMs, again);
      } catch {
        revoked.abort();
      }
    };
    cancel = clock.after(recheckMs, again);
    const end = () => {
      off();
      cancel();
    };
    return { signal: AbortSignal.any([look.signal, revoked.signal]), end };
  }
}

async function* matching(lines: AsyncIterable<LogLine>, search: string): AsyncGenerator<LogLine> {
  const wanted = search.toLowerCase();
  for await (const line of lines) if (line.text.toLowerCase().includes(wanted)) yield line;
}
