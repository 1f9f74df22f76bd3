import type { DockerSettings } from '@orrery/contract/backends/settings.ts';
import type { ActionResult } from '@orrery/provider-kit/action.ts';
import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import { systemClock } from '@orrery/provider-kit/clock.ts';
import { InventoryMirror } from '@orrery/provider-kit/conformance/mirror.ts';
import { dockerModule } from '@orrery/provider-docker/module.ts';

type Provider = ReturnType<typeof dockerModule.open>;

interface Asked {
  action: string;
  args?: Record<string, unknown>;
  signal?: AbortSignal;
}

/** A provider at work on engines of the lab, with the mirror it reports to. */
export class Watched {
  readonly mirror = new InventoryMirror(systemClock);
  readonly provider: Provider;

  constructor(hosts: DockerSettings['hosts']) {
    const context = {
      backend: 'lab',
      backendName: 'Container lab',
      clock: systemClock,
      random: Math.random,
      log: () => {},
    };
    this.provider = dockerModule.open(context, { kind: 'docker', hosts });
    this.provider.start(this.mirror);
  }

  id(native: string): string {
    return `lab:${native}`;
  }

  status(part: string) {
    return this.mirror.parts.get(part)?.status;
  }

  reaches(part: string, status: string, ms = 120_000): Promise<true> {
    return this.mirror.waitFor(`${part} ${status}`, () => this.status(part) === status || null, ms);
  }

  seen(native: string, holds: (i: Reported<'instance'>) => boolean, ms = 120_000) {
    const probe = () => {
      const instance = this.mirror.get('instance', this.id(native));
      return instance && holds(instance) ? instance : null;
    };
    return this.mirror.waitFor(native, probe, ms);
  }

  gone(native: string, ms = 120_000): Promise<true> {
    const probe = () => !this.mirror.get('instance', this.id(native)) || null;
    return this.mirror.waitFor(`${native} to go`, probe, ms);
  }

  act(native: string, action: string, args: Record<string, unknown> = {}) {
    return this.actOn('instance', native, { action, args });
  }

  actOn(
    kind: ProvidedKind,
    native: string,
    { action, args = {}, signal = new AbortController().signal }: Asked,
  ): Promise<ActionResult> {
    const id = this.id(native);
    const before = { ...this.mirror.resources.get(id) };
    return this.provider.act(
      { operation: `op-${action}`, kind, id, action, args, before },
      { signal, progress: () => {}, bind: async () => {} },
    );
  }

  eventsOf(native: string): string[] {
    return this.mirror.events.filter(e => e.target === this.id(native)).map(e => e.type);
  }
}
