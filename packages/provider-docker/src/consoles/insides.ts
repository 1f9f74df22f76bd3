import { Readable } from 'node:stream';
import type { LogLine } from '@orrery/contract/inside/logs.ts';
import type { Files, LogOptions, Logs } from '@orrery/provider-kit/insides.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { ContainerInspectInfo } from 'dockerode';
import type { EngineApi } from '../engine/engine-api.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { toProviderError } from '../errors.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import { locateInstance } from '../identity.ts';
import { readLogs } from './logs.ts';

const archiveDeadlineMs = 4 * 3_600_000;

interface Inside {
  api: EngineApi;
  container: string;
}

/** What containers write, and files in and out of them. */
export class DockerInsides {
  readonly #backend: string;
  readonly #links: readonly EngineLink[];
  readonly logs: Logs;
  readonly files: Files;

  constructor(backend: string, links: readonly EngineLink[]) {
    this.#backend = backend;
    this.#links = links;
    this.logs = { read: (id, options, signal) => this.#read(id, options, signal) };
    this.files = {
      read: (id, path, signal) =>
        this.#telling(signal, () => {
          const { api, container } = this.#find(id);
          const archive = {
            method: 'GET' as const,
            path: `/containers/${container}/archive`,
            query: { path },
          };
          return api.stream(archive, { signal });
        }),
      write: (id, { path, tar }, signal) =>
        this.#telling(signal, async () => {
          const { api, container } = this.#find(id);
          const content = Readable.from(tar, { objectMode: false });
          const archive = {
            method: 'PUT' as const,
            path: `/containers/${container}/archive`,
            query: { path },
            content,
          };
          await api.send(archive, { signal, deadlineMs: archiveDeadlineMs });
        }),
    };
  }

  async *#read(id: string, options: LogOptions, signal: AbortSignal): AsyncGenerator<LogLine> {
    const { tail, since, follow } = options;
    try {
      const { api, container } = this.#find(id);
      const { Config } = await api.get<ContainerInspectInfo>(`/containers/${container}/json`, {}, { signal });
      const more = { ...(tail === null ? {} : { tail }), ...(since === null ? {} : { since }) };
      yield* readLogs(api, { container, tty: Config.Tty, follow, signal, ...more });
    } catch (error) {
      throw toProviderError(error, signal);
    }
  }

  async #telling<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw toProviderError(error, signal);
    }
  }

  #find(id: string): Inside {
    const found = locateInstance(this.#links, nativeOf(this.#backend, id) ?? '');
    if (!found) throw new ProviderError('resource.not-found', `There is no instance ${id}`);
    return { api: found.place.live.work, container: found.facts.id };
  }
}
