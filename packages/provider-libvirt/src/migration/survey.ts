import { reason } from '@orrery/contract/migrations/reason.ts';
import type { MigrationSetting } from '@orrery/contract/actions/migrate-args.ts';
import { getXml } from '@orrery/libvirt/procedures/domain.ts';
import { xmlFlags } from '@orrery/libvirt/procedures/flags.ts';
import { migrateGetMaxDowntime } from '@orrery/libvirt/procedures/migration.ts';
import type { RemedyOffer } from '@orrery/migration-model/remedies.ts';
import type { Survey, SurveyedHost, SurveyedWay, SurveyRequest } from '@orrery/provider-kit/migrator.ts';
import type { DomainFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import { idOf, nativeOf } from '@orrery/provider-kit/ids.ts';
import { isActive } from '../map/power.ts';
import { placeDisks } from './disk-places.ts';
import { measureDirtying } from './dirtying.ts';
import { residentBytesOf } from './resident.ts';
import { linkSpeedBetween } from './link-speed.ts';
import { type MoveTools, readInstance, stateBefore, uuidOf } from './move.ts';
import { reasonsFor } from './survey-host.ts';
import type { Candidate } from './candidate.ts';
import { copyBytes } from './survey-storage.ts';

const MiB = 1_048_576;
const askDeadlineMs = 15_000;
/** QEMU's default. */
const usualDowntimeMs = 300;
/** A longer pause than this nobody would call live. */
const mostDowntimeMs = 30_000;

const liveSettings: readonly MigrationSetting[] = [
  'bandwidth',
  'downtimeMs',
  'autoConverge',
  'postCopy',
  'compression',
  'parallel',
  'transport',
  'tls',
  'persist',
  'undefineSource',
  'abortOnError',
];
const settingsOf = {
  live: liveSettings,
  block: [...liveSettings, 'incremental', 'storagePool'],
  cold: ['undefineSource', 'storagePool'],
} as const satisfies Record<string, readonly MigrationSetting[]>;

/** Auto-converge can only be set when it begins, and post-copy only be begun where it was allowed then. */
const liveOffers: readonly RemedyOffer[] = [
  { kind: 'bandwidth', applies: 'now' },
  { kind: 'downtime', applies: 'now', most: mostDowntimeMs },
  { kind: 'auto-converge', applies: 'restart' },
  { kind: 'post-copy', applies: 'now' },
  { kind: 'abort', applies: 'now' },
];

export async function survey(tools: MoveTools, request: SurveyRequest, signal: AbortSignal): Promise<Survey> {
  const uuid = uuidOf(tools, request.instance);
  const { link: from, facts } = await readInstance(tools, uuid);
  signal.throwIfAborted();
  const xml = await migratableXml(from, facts);
  const { measure } = request;
  const measuring =
    measure === 'none' ? Promise.resolve([]) : measureDirtying({ tools, link: from, facts, signal }, measure);
  const [hosts, dirtying, downtimeMs, residentBytes] = await Promise.all([
    Promise.all(request.hosts.map(host => surveyHost({ tools, from, facts, xml }, host))),
    measuring,
    downtimeOf(from, facts),
    residentBytesOf(from, facts),
  ]);
  signal.throwIfAborted();
  return {
    memoryBytes: isActive(facts.state) ? facts.definition.maxMemoryMiB * MiB : 0,
    residentBytes,
    dirtying,
    hosts: hosts.map(h => ({ ...h, ways: h.ways.map(w => ({ ...w, downtimeMs })) })),
  };
}

/** As it would arrive, without secrets. */
export const migratableXml = (from: HostLink, { ref }: DomainFacts): Promise<string> =>
  from.live.connection.call(
    getXml,
    { domain: ref, flags: xmlFlags.migratable },
    { deadlineMs: askDeadlineMs },
  );

async function downtimeOf(link: HostLink, { ref, state }: DomainFacts): Promise<number | null> {
  if (!isActive(state)) return null;
  return link.live.connection
    .call(migrateGetMaxDowntime, { domain: ref, flags: 0 }, { deadlineMs: askDeadlineMs })
    .catch(() => usualDowntimeMs);
}

async function surveyHost(
  known: Pick<Candidate, 'tools' | 'from' | 'facts' | 'xml'>,
  host: string,
): Promise<SurveyedHost> {
  const { tools, from, facts } = known;
  const native = nativeOf(tools.backend, host);
  const to = tools.links.find(l => native !== null && l.record?.name === native);
  if (!to) return { host, ways: [way('live', [reason('other-cluster', 'It belongs to another backend')])] };
  const isUp = to !== from && to.record?.lost === null;
  const places = isUp ? await placeDisks({ from, to }, facts.definition) : [];
  const candidate: Candidate = { ...known, to, places, args: { storagePool: null, incremental: false } };
  const linkSpeed = isUp ? await linkSpeedBetween(from, to) : undefined;
  const methods =
    stateBefore(facts) === 'stopped' ? (['cold'] as const) : (['live', 'block', 'cold'] as const);
  const ways = await Promise.all(
    methods.map(async method => ({
      ...way(method, await reasonsFor(candidate, method)),
      bandwidth: tools.paths.between(from.name, to.name),
      linkSpeed,
      diskBytes: diskBytes(candidate, method),
      relocation: method === 'cold' ? coldPlan(candidate, tools.paths.between(from.name, to.name)) : null,
    })),
  );
  return { host: idOf(tools.backend, to.name), ways };
}

const way = (method: 'live' | 'block' | 'cold', reasons: SurveyedWay['reasons']): SurveyedWay => ({
  method,
  reasons,
  settings: settingsOf[method],
  offers: method === 'cold' ? [{ kind: 'abort', applies: 'now' }] : liveOffers,
  diskBytes: 0,
  bandwidth: null,
  downtimeMs: null,
  relocation: null,
});

function diskBytes({ places }: Candidate, method: 'live' | 'block' | 'cold'): number {
  if (method === 'live') return 0;
  return places
    .filter(p => p.relation !== 'same')
    .reduce((sum, place) => sum + copyBytes(place, { whole: method === 'block' }), 0);
}

/** What a relay through us carries where nothing was measured yet; a gigabit link. */
const guessedBandwidth = 100 * MiB;

function coldPlan(candidate: Candidate, bandwidth: number | null): SurveyedWay['relocation'] {
  const ran = stateBefore(candidate.facts) === 'running';
  return {
    imageBytes: 0,
    volumeBytes: diskBytes(candidate, 'cold'),
    volumeChangeRate: 0,
    // Copied while it is off: nothing changes meanwhile.
    preStaged: false,
    bandwidth: bandwidth ?? guessedBandwidth,
    stopSeconds: ran ? { expected: 10, atMost: 300 } : { expected: 0, atMost: 0 },
    startSeconds: ran ? { expected: 20, atMost: 120 } : { expected: 1, atMost: 5 },
  };
}
