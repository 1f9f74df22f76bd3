import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { ConsoleKind, Consoles, ConsoleStream } from '@orrery/provider-kit/console.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { toProviderError } from '../errors.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import { locateInstance } from '../identity.ts';
import { openExec } from './exec.ts';

export interface ConsolesOptions {
  backend: string;
  clock: Clock;
  links: readonly EngineLink[];
}

/** Shells in running containers. */
export class DockerConsoles implements Consoles {
  readonly #options: ConsolesOptions;

  constructor(options: ConsolesOptions) {
    this.#options = options;
  }

  open = async (id: string, kind: ConsoleKind, signal: AbortSignal): Promise<ConsoleStream> => {
    const { backend, clock, links } = this.#options;
    const found = locateInstance(links, nativeOf(backend, id) ?? '');
    if (!found) throw new ProviderError('resource.not-found', `There is no instance ${id}`);
    const { place: link, facts } = found;
    if (facts.state.status !== 'running')
      throw new ProviderError('resource.state', 'It does not run, so there is no shell in it', {
        advice: facts.state.status === 'paused' ? 'Resume it first' : 'Start it first',
      });
    if (kind !== 'exec') throw new ProviderError('capability.missing', `A container has no ${kind} console`);
    try {
      return await openExec({ api: link.live.work, clock, container: facts.id, signal });
    } catch (error) {
      throw toProviderError(error, signal);
    }
  };
}
