import { type Clock, isoNow } from '@orrery/provider-kit/clock.ts';
import { type IsNewest, ReadingOrder } from '@orrery/provider-kit/reading-order.ts';
import {
  type AlarmDefinition,
  type AlarmState,
  readAlarms,
  readAlarmStates,
} from '@orrery/vim25/methods/alarms.ts';
import { type ObjectContent, retrieveAll } from '@orrery/vim25/methods/properties.ts';
import { readRecommendations } from '@orrery/vim25/methods/recommendations.ts';
import type { VimSession } from '@orrery/vim25/session.ts';
import { type MoRef, refKey } from '@orrery/vim25/values.ts';
import type { Publisher } from '../inventory/publisher.ts';
import type { Store } from '../inventory/store.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
import {
  type AlarmFacts,
  alarmFacts,
  type RecommendationFacts,
  recommendationFacts,
} from '../map/warnings.ts';

export interface WarningReaderOptions {
  clock: Clock;
  store: Store;
  publisher: Publisher;
}

/**
 * Reads alarms and recommendations: since 5.0 vCenter need not push either, so they are asked for, all in one call, now
 * and then and when an event says that there is something new.
 */
export class WarningReader {
  readonly #options: WarningReaderOptions;
  /** By key of the alarm. */
  readonly #definitions = new Map<string, AlarmDefinition>();
  /** Actions read beside the rounds. */
  readonly #order = new ReadingOrder();
  #wanted = false;

  constructor(options: WarningReaderOptions) {
    this.#options = options;
  }

  /** Something has happened to an alarm. */
  want(): void {
    this.#wanted = true;
  }

  /** What was wanted since the last time. */
  async drain(session: VimSession, signal: AbortSignal): Promise<void> {
    if (!this.#wanted) return;
    this.#wanted = false;
    await this.read(session, signal);
  }

  /** All of them, told at once. */
  async read(session: VimSession, signal: AbortSignal): Promise<void> {
    // A single host has neither.
    if (session.content.about.apiType === 'HostAgent') return;
    await this.#order.read(isNewest => this.#read(session, signal, isNewest));
  }

  async #read(session: VimSession, signal: AbortSignal, isNewest: IsNewest): Promise<void> {
    const { clock, store, publisher } = this.#options;
    const root = session.content.rootFolder;
    const clusters = [...store.clusters.values()].map(({ ref }) => ref);
    const properties = { Folder: ['triggeredAlarmState'], ClusterComputeResource: ['recommendation'] };
    const objects = [root, ...clusters].map(object => ({ object }));
    const found = await retrieveAll(session, { properties, objects }, { signal });
    const seen: Seen = { asOf: isoNow(clock), source: 'poll' };
    // The root has the alarms of all that is below it.
    const states = readAlarmStates(propertyOf(found, root, 'triggeredAlarmState'));
    await this.#learn(session, states, signal);
    if (!isNewest('all')) return;
    this.#settle(store.alarms, this.#alarms(states, seen));
    this.#settle(
      store.recommendations,
      clusters.flatMap(cluster => this.#recommendations(cluster, found, seen)),
    );
    publisher.othersChanged();
    publisher.flush();
  }

  #alarms(states: readonly AlarmState[], seen: Seen): AlarmFacts[] {
    return states
      .map(state => alarmFacts(state, this.#definitions.get(refKey(state.alarm)), seen))
      .filter(facts => facts !== null);
  }

  #recommendations(cluster: MoRef, found: readonly ObjectContent[], seen: Seen): RecommendationFacts[] {
    const { recommendations } = this.#options.store;
    return readRecommendations(propertyOf(found, cluster, 'recommendation')).map(one => {
      const facts = recommendationFacts(cluster, one, { seen, applying: false });
      return { ...facts, applying: recommendations.get(facts.native)?.applying ?? false };
    });
  }

  /** Names do not come with the states; they are asked for once. */
  async #learn(session: VimSession, states: readonly AlarmState[], signal: AbortSignal): Promise<void> {
    const unknown = new Map(
      states.flatMap(({ alarm }) =>
        this.#definitions.has(refKey(alarm)) ? [] : [[refKey(alarm), alarm] as const],
      ),
    );
    for (const definition of await readAlarms(session, [...unknown.values()], { signal }))
      this.#definitions.set(refKey(definition.ref), definition);
  }

  #settle<F extends { native: string }>(held: Map<string, F>, now: readonly F[]): void {
    const natives = new Set(now.map(({ native }) => native));
    for (const native of held.keys())
      if (!natives.has(native)) {
        held.delete(native);
        this.#options.publisher.othersChanged(native);
      }
    for (const facts of now) held.set(facts.native, facts);
  }
}

const propertyOf = (found: readonly ObjectContent[], ref: MoRef, path: string) =>
  found.find(content => refKey(content.ref) === refKey(ref))?.properties[path];
