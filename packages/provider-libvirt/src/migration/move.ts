import { type MigrateArgs, migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { EventLog } from '@orrery/provider-kit/event-log.ts';
import type { MigrateControl, MigrateRequest } from '@orrery/provider-kit/migrator.ts';
import type { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { Work } from '../actions/job.ts';
import { clear } from '../create/clear.ts';
import type { DomainFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import { readOneDomain } from '../host/read-domains.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import type { ClusterInventory } from '../inventory/inventory.ts';
import { isActive, powerStateOf } from '../map/power.ts';
import type { MoveHandle } from './handle.ts';
import type { JobEvents } from './job-events.ts';
import type { Paths } from './paths.ts';

export interface MoveTools {
  backend: string;
  clock: Clock;
  inventory: ClusterInventory;
  links: readonly HostLink[];
  own: OwnOperations;
  events: EventLog;
  jobs: JobEvents;
  paths: Paths;
  /** UUIDs of what Orrery itself moves now: the rest is moved by others. */
  moving: Set<string>;
  /** The provider ends; what runs at the daemons goes on. */
  stopping: AbortSignal;
}

/** One instance on its way from one host to another. */
export interface Move {
  tools: MoveTools;
  request: MigrateRequest;
  args: MigrateArgs;
  control: MigrateControl;
  from: HostLink;
  to: HostLink;
  ref: DomainRef;
  handle: MoveHandle;
}

const readDeadlineMs = 15_000;

export function uuidOf({ backend }: Pick<MoveTools, 'backend'>, instance: string): string {
  const uuid = nativeOf(backend, instance);
  if (uuid === null)
    throw new ProviderError('resource.not-found', `instance ${instance} belongs to another backend`);
  return uuid;
}

export function linkNamed({ links }: Pick<MoveTools, 'links'>, host: string): HostLink {
  const link = links.find(l => l.record?.name === host);
  if (!link) throw new ProviderError('backend.unavailable', 'A host of this move is out of reach now');
  return link;
}

/** The host that somebody names by its full id. */
export function destinationLink(tools: MoveTools, toHost: string | null): HostLink {
  if (toHost === null)
    throw new ProviderError('args.invalid', 'toHost: libvirt does not choose hosts; say which');
  const native = nativeOf(tools.backend, toHost);
  const link = tools.links.find(l => native !== null && l.record?.name === native);
  if (!link) throw new ProviderError('resource.not-found', `There is no host ${toHost}`);
  return link;
}

/** Where the instance is, and what it is there, read just now. */
export async function readInstance(
  tools: MoveTools,
  uuid: string,
): Promise<{ link: HostLink; facts: DomainFacts }> {
  const copy = tools.inventory.primary(uuid);
  const gone = new ProviderError('resource.not-found', 'The instance is gone');
  if (!copy) {
    const lost = tools.links.some(l => l.record === null || l.record.lost !== null);
    throw lost
      ? new ProviderError('backend.unavailable', 'The instance is on no host that answers, and not all do')
      : gone;
  }
  const link = linkNamed(tools, copy.host.name);
  const seen = { asOf: copy.facts.asOf, source: 'poll' as const };
  const options = { deadlineMs: readDeadlineMs };
  const facts = await readOneDomain(link.live.connection, copy.facts.ref, { seen, options });
  if (!facts) throw gone;
  return { link, facts };
}

export function stateBefore({ state, hasSavedState }: DomainFacts): MoveHandle['was'] {
  if (!isActive(state)) return 'stopped';
  return powerStateOf(state, hasSavedState) === 'paused' ? 'paused' : 'running';
}

export const parsedArgs = (request: MigrateRequest): MigrateArgs => migrateArgs.parse(request.args);

/** Carries out work on one host that no abort ends, and again when its connection breaks: what tidies up. */
export function tidily(
  { tools, control }: Pick<Move, 'tools' | 'control'>,
  link: HostLink,
  run: (work: Work) => Promise<void>,
): Promise<void> {
  const { backend, clock, inventory, links } = tools;
  return clear(
    { backend, clock, inventory, link, control, others: () => links.filter(l => l !== link) },
    run,
  );
}

/** What both hosts have of it now, so that it is right when the operation ends. */
export async function rereadBoth({ from, to, ref, tools }: Move): Promise<void> {
  const read = async (link: HostLink) => link.live.reader.domain(ref, 'event');
  await Promise.all([from, to].map(link => read(link).catch(() => undefined)));
  tools.inventory.flush();
}
