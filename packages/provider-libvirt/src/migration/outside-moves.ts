import type { MigrationMethod } from '@orrery/contract/migrations/vocabulary.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import { isoNow } from '@orrery/provider-kit/clock.ts';
import type { MoveReport, OutsideMove } from '@orrery/provider-kit/migrator.ts';
import { repeat } from '@orrery/provider-kit/repeat.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import type { HostLink } from '../host/host-link.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { isActive, isMigrationCopy } from '../map/power.ts';
import { JobWatch, lookAtJob } from './job-watch.ts';
import type { MoveTools } from './move.ts';
import { lossWords, settled, type Whereabouts } from './outcome.ts';
import { figure } from './sample.ts';

/** Over what is known already: no call to a daemon. */
const scanEveryMs = 2_000;
/** After a start, Orrery's own moves are taken up again by whoever knows them. */
const ownFirstMs = 6_000;

interface Sighting {
  ref: DomainRef;
  from: HostLink;
  to: HostLink;
}

/** Tells of moves that somebody else has begun, while they run. */
export class OutsideMoves {
  readonly #tools: MoveTools;
  readonly #sink: InventorySink;
  readonly #followed = new Set<string>();
  readonly #ends: (() => void)[] = [];
  readonly #startedAt: number;

  constructor(tools: MoveTools, sink: InventorySink) {
    this.#tools = tools;
    this.#sink = sink;
    this.#startedAt = tools.clock.now();
  }

  start(): void {
    this.#ends.push(
      this.#tools.jobs.listen(({ event }) => {
        if (event.kind === 'arriving' || event.kind === 'pass') this.#scan();
      }),
    );
    const { clock } = this.#tools;
    const run = async () => this.#scan();
    this.#ends.push(repeat({ clock, everyMs: scanEveryMs, run, onError: () => {} }));
  }

  stop(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  #scan(): void {
    const { clock, stopping, moving } = this.#tools;
    if (stopping.aborted || clock.now() - this.#startedAt < ownFirstMs) return;
    for (const sighting of this.#sightings()) {
      const { uuid } = sighting.ref;
      if (this.#followed.has(uuid) || moving.has(uuid)) continue;
      this.#followed.add(uuid);
      void this.#follow(sighting).finally(() => this.#followed.delete(uuid));
    }
  }

  /** Domains that are active on two hosts, one of which waits for memory. */
  *#sightings(): Generator<Sighting> {
    const { links } = this.#tools;
    for (const to of links) {
      for (const { ref, state } of to.record?.domains.values() ?? []) {
        if (to.record?.lost !== null || !isActive(state) || !isMigrationCopy(state)) continue;
        const from = links.find(link => link !== to && isLiveAt(link, ref.uuid));
        const there = from?.record?.domains.get(ref.uuid);
        if (from && there) yield { ref: there.ref, from, to };
      }
    }
  }

  async #follow({ ref, from, to }: Sighting): Promise<void> {
    const { backend, clock, jobs, stopping, moving } = this.#tools;
    const job = await lookAtJob(from, ref).catch(() => null);
    if (job === null) return;
    const since = clock.now() - figure(job.params, 'time_elapsed');
    let method: MigrationMethod = 'live';
    const tell = (report: MoveReport, ended: OutsideMove['ended'] = null) => {
      // One of ours after all, which has been taken up again.
      if (moving.has(ref.uuid)) return;
      if ((report.sample?.disk?.totalBytes ?? 0) > 0) method = 'block';
      this.#sink.move?.({
        ...report,
        id: idOf(backend, `move:${ref.uuid}:${since}`),
        instance: idOf(backend, ref.uuid),
        method,
        fromHost: idOf(backend, from.name),
        toHost: idOf(backend, to.name),
        startedBy: 'outside',
        by: null,
        startedAt: new Date(since).toISOString(),
        ended,
      });
    };
    const watch = new JobWatch({ from, ref, clock, jobs, since, report: tell });
    const cancel = new AbortController().signal;
    try {
      await watch.run({ done: null, cancel, stopped: stopping });
      const found = await settled({ from, to, uuid: ref.uuid, clock }, stopping);
      tell({}, { ...ending(found), at: isoNow(clock) });
    } catch {
      // The provider ends; whoever comes next sees it again.
      return;
    }
  }
}

function isLiveAt(link: HostLink, uuid: string): boolean {
  const facts = link.record?.lost === null ? link.record.domains.get(uuid) : undefined;
  return facts !== undefined && isActive(facts.state) && !isMigrationCopy(facts.state);
}

function ending(found: Whereabouts): Omit<NonNullable<OutsideMove['ended']>, 'at'> {
  if (found === 'moved') return { state: 'succeeded', message: null };
  // libvirt tells neither which of the two it was, nor why.
  if (found === 'stayed')
    return { state: 'failed', message: 'It is where it was: it failed, or was called off', stayed: true };
  if (found === 'post-copy-failed')
    return { state: 'failed', message: 'Post-copy broke: a part of its memory is at either host' };
  return { state: 'failed', message: lossWords[found].message };
}
