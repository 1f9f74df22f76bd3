import type { Provider } from '../provider.ts';
import type { ActionControl, ActionRequest, ProgressReport } from '../action.ts';
import type { ProvidedKind } from '../provided-kinds.ts';
import type { Reported } from '../reported.ts';
import type { ConformanceFixture } from './fixture.ts';
import { InventoryMirror } from './mirror.ts';

/** What one call of `act` reported on its way. */
export interface Trace {
  control: ActionControl;
  progress: ProgressReport[];
  handles: string[];
}

export function traced(signal: AbortSignal = new AbortController().signal): Trace {
  const progress: ProgressReport[] = [];
  const handles: string[] = [];
  return {
    progress,
    handles,
    control: {
      signal,
      progress: report => {
        progress.push(report);
      },
      bind: async handle => {
        handles.push(handle);
      },
    },
  };
}

let serial = 0;

/** A provider at work, with the mirror it reports to. */
export class ProviderSession {
  readonly fixture: ConformanceFixture;
  readonly backend: string;
  readonly provider: Provider;
  readonly mirror: InventoryMirror;
  readonly warnings: string[] = [];

  constructor(fixture: ConformanceFixture, backend: string) {
    this.fixture = fixture;
    this.backend = backend;
    this.mirror = new InventoryMirror(fixture.clock);
    this.provider = fixture.open({
      backend,
      backendName: `Conformance ${backend}`,
      clock: fixture.clock,
      random: fixture.random,
      log: (level, message) => {
        if (level === 'warn' || level === 'error') this.warnings.push(`${level}: ${message}`);
      },
    });
  }

  /** Starts, and waits until all parts are up and everything is listed. */
  static async open(fixture: ConformanceFixture, backend = 'conf'): Promise<ProviderSession> {
    const session = new ProviderSession(fixture, backend);
    session.provider.start(session.mirror);
    await session.partsUp();
    await session.refresh();
    return session;
  }

  partsUp(): Promise<true> {
    const { parts, timings } = this.fixture;
    const up = () => parts.every(p => this.mirror.parts.get(p)?.status === 'up') || null;
    return this.mirror.waitFor(`parts up: ${parts.join(', ')}`, up, timings.healedMs);
  }

  async refresh(): Promise<void> {
    await this.provider.refresh(new AbortController().signal);
  }

  stop(): Promise<void> {
    return this.provider.stop();
  }

  id(native: string): string {
    return `${this.backend}:${native}`;
  }

  native(id: string): string {
    return id.slice(this.backend.length + 1);
  }

  instance(native: string): Reported<'instance'> | undefined {
    return this.mirror.get('instance', this.id(native));
  }

  /** Waits for an instance to be as described. */
  seen(
    native: string,
    what: string,
    test: (instance: Reported<'instance'>) => boolean,
    withinMs?: number,
  ): Promise<Reported<'instance'>> {
    const probe = () => {
      const instance = this.instance(native);
      return instance && test(instance) ? instance : null;
    };
    return this.mirror.waitFor(`${native} ${what}`, probe, withinMs ?? this.fixture.timings.eventMs);
  }

  request(
    kind: ProvidedKind,
    native: string,
    action: string,
    args: Record<string, unknown> = {},
  ): ActionRequest {
    const id = this.id(native);
    return {
      operation: `op-${this.backend}-${++serial}`,
      kind,
      id,
      action,
      args,
      before: { ...this.mirror.resources.get(id) },
    };
  }
}
