import { type Call, missingAmong, nativeIn } from '@orrery/provider-kit/calls.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { EventLog } from '@orrery/provider-kit/event-log.ts';
import type { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import type { ActionRequest } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { HostLink } from '../host/host-link.ts';
import { readOneDomain } from '../host/read-domains.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { ClusterInventory } from '../inventory/inventory.ts';
import type { InstanceJob, Job } from './job.ts';

const readDeadlineMs = 15_000;

export interface ExecutorOptions {
  backend: string;
  clock: Clock;
  inventory: ClusterInventory;
  links: readonly HostLink[];
  own: OwnOperations;
  events: EventLog;
}

/** What all actions find what they are about with, and read it anew with afterwards. */
export class Executor {
  readonly options: ExecutorOptions;

  constructor(options: ExecutorOptions) {
    this.options = options;
  }

  native(request: ActionRequest): string {
    return nativeIn(this.options.backend, request);
  }

  missing(request: ActionRequest): ProviderError {
    return missingAmong(request, this.options.links, 'host');
  }

  linkOf(host: string): HostLink {
    const link = this.options.links.find(l => l.record?.name === host);
    if (!link) throw new ProviderError('backend.unavailable', 'Its host is out of reach now');
    return link;
  }

  async job(link: HostLink, { request, control }: Call): Promise<Job> {
    const { backend, clock, inventory, links } = this.options;
    const connection = await link.work();
    return {
      backend,
      request,
      control,
      clock,
      link,
      connection,
      inventory,
      others: () => links.filter(l => l !== link),
    };
  }

  /** A domain as it is now, with all that it takes to act on it. */
  async instanceJob(uuid: string, call: Call): Promise<InstanceJob> {
    const copy = this.options.inventory.primary(uuid);
    if (!copy) throw this.missing(call.request);
    const job = await this.job(this.linkOf(copy.host.name), call);
    const reading = {
      seen: { asOf: copy.facts.asOf, source: 'poll' as const },
      options: { signal: call.control.signal, deadlineMs: readDeadlineMs },
    };
    const facts = await readOneDomain(job.connection, copy.facts.ref, reading);
    if (!facts) throw new ProviderError('resource.not-found', `Instance ${copy.facts.ref.name} is gone`);
    return { ...job, ref: facts.ref, facts };
  }

  /** Reads a domain anew and tells it, so that it is right when the operation ends. */
  async reread(job: InstanceJob): Promise<void> {
    await job.link.live.reader.domain(job.ref, 'event');
    this.options.inventory.flush();
  }

  tellSnapshot({ request, ref, link }: InstanceJob, name: string, type: string): void {
    const words: Readonly<Record<string, string>> = {
      'snapshot.created': 'taken',
      'snapshot.deleted': 'deleted',
    };
    const message = `Snapshot ${name} ${words[type] ?? 'reverted to'}`;
    const host = idOf(this.options.backend, link.name);
    const fact = { type, severity: 'info' as const, message };
    this.options.events.report({ kind: request.kind, id: request.id, name: ref.name, host, fact });
  }
}
