import type { FactSource } from '@orrery/contract/resources/base.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import type { CallOptions } from '@orrery/libvirt/rpc/procedure.ts';
import { ReadingOrder } from '@orrery/provider-kit/reading-order.ts';
import { Rereadings } from '@orrery/provider-kit/rereadings.ts';
import { isActive } from '../map/power.ts';
import type { DomainFacts } from './facts.ts';
import {
  type DomainOverview,
  hasSameSnapshots,
  readAllDomains,
  readOneDomain,
  readOverview,
} from './read-domains.ts';
import { listOptions, type ReaderContext, seenBy } from './reader-context.ts';

/** Reads a host's domains into its record. */
export class DomainReader {
  readonly #context: ReaderContext;
  readonly #adopt: (facts: DomainFacts) => Promise<void>;
  readonly #readings = new Rereadings();
  /** Lists of all beside readings of single ones. */
  readonly #order = new ReadingOrder();

  /** `adopt` is told of a domain that was read alone, before it is taken in. */
  constructor(context: ReaderContext, adopt: (facts: DomainFacts) => Promise<void>) {
    this.#context = context;
    this.#adopt = adopt;
  }

  /** All of them, in fewer calls than each alone. */
  list(options: CallOptions): Promise<void> {
    const { connection, record } = this.#context;
    return this.#order.read(async (isNewest, gone) => {
      const listed = await readAllDomains(connection, seenBy(this.#context, 'poll'), options);
      for (const uuid of gone(record.domains.keys(), new Set(listed.keys()))) this.#take(uuid, null);
      for (const [uuid, facts] of listed) if (isNewest(uuid)) this.#take(uuid, facts);
    });
  }

  one(ref: DomainRef, source: FactSource): Promise<void> {
    const { connection, changed } = this.#context;
    const read = (by: FactSource): Promise<void> =>
      this.#order.read(async isNewest => {
        const reading = { seen: seenBy(this.#context, by), options: listOptions };
        const facts = await readOneDomain(connection, ref, reading);
        if (facts) await this.#adopt(facts);
        if (!isNewest(ref.uuid)) return;
        this.#take(ref.uuid, facts);
        changed();
      });
    return this.#readings.read(ref.uuid, source, read);
  }

  /** Those of which a few calls tell a change. */
  async sweep(): Promise<void> {
    const overview = await readOverview(this.#context.connection, listOptions);
    const known = this.#context.record.domains;
    for (const [uuid, ref] of overview.refs) {
      const facts = known.get(uuid);
      const isSame = facts !== undefined && isAsTold(facts, overview);
      if (!isSame || !(await hasSameSnapshots(this.#context.connection, facts, listOptions)))
        await this.one(ref, 'poll');
    }
    for (const [uuid, { ref }] of known) if (!overview.refs.has(uuid)) await this.one(ref, 'poll');
  }

  #take(uuid: string, facts: DomainFacts | null): void {
    const { domains, addresses, metrics, startedAt } = this.#context.record;
    if (facts) domains.set(uuid, facts);
    else domains.delete(uuid);
    if (facts && isActive(facts.state)) return;
    addresses.delete(uuid);
    metrics.delete(uuid);
    // It may have started since it was asked about.
    if (!facts || (startedAt.get(uuid) ?? '') < facts.asOf) startedAt.delete(uuid);
  }
}

function isAsTold(facts: DomainFacts, overview: DomainOverview): boolean {
  const { uuid, name } = facts.ref;
  return (
    name === overview.refs.get(uuid)?.name &&
    facts.autostart === (overview.autostart.has(uuid) && facts.persistent) &&
    facts.persistent === overview.persistent.has(uuid) &&
    facts.hasSavedState === overview.saved.has(uuid) &&
    facts.snapshots.length > 0 === overview.withSnapshots.has(uuid) &&
    facts.state.state === overview.states.get(uuid)?.state
  );
}
