import { isFault, VimTransportError } from './errors.ts';
import { type FilterSpec, filterSpec } from './methods/properties.ts';
import { returnedRef } from './methods/returned.ts';
import type { VimSession } from './session.ts';
import {
  asBoolean,
  asObject,
  asObjects,
  asRef,
  asText,
  type MoRef,
  type VimObject,
  type VimValue,
} from './values.ts';
import { el, optional } from './xml/write.ts';

export interface ObjectUpdate {
  kind: 'enter' | 'modify' | 'leave';
  ref: MoRef;
  /** New values by path; undefined: it has none any more. Whole values, never parts of them. */
  changes: Record<string, VimValue | undefined>;
}

export interface StreamPage<F extends string> {
  updates: { filter: F; objects: ObjectUpdate[] }[];
  /** More is waiting already. */
  truncated: boolean;
}

export interface StreamOptions {
  /** Objects in one page, which is what is read and taken at once. */
  pageSize: number;
  /** The server answers after this long, changes or not: that is the heartbeat. */
  maxWaitSeconds: number;
  /** Beyond the wait: for the answer itself. */
  graceMs: number;
  /** The first answer may take the server long to gather. */
  firstDeadlineMs: number;
}

const kinds: Readonly<Record<string, ObjectUpdate['kind']>> = {
  enter: 'enter',
  modify: 'modify',
  leave: 'leave',
};

function readUpdate(entry: VimObject): ObjectUpdate | null {
  const ref = asRef(entry['obj']);
  const kind = kinds[asText(entry['kind']) ?? ''];
  if (!ref || !kind) return null;
  const changes: ObjectUpdate['changes'] = {};
  for (const change of asObjects(entry['changeSet'])) {
    const path = asText(change['name']);
    if (path !== null) changes[path] = asText(change['op']) === 'remove' ? undefined : change['val'];
  }
  return { kind, ref, changes };
}

/**
 * What some filters reach, first whole and then as it changes, through a property collector of its own: a session may
 * wait on each collector only once. It ends with the session it was opened in; then open another.
 */
export class PropertyStream<F extends string> {
  readonly #session: VimSession;
  readonly #collector: MoRef;
  readonly #names = new Map<string, F>();
  readonly #options: StreamOptions;
  #version = '';

  private constructor(session: VimSession, collector: MoRef, options: StreamOptions) {
    this.#session = session;
    this.#collector = collector;
    this.#options = options;
  }

  static async open<F extends string>(
    session: VimSession,
    filters: ReadonlyMap<F, FilterSpec>,
    options: StreamOptions & { signal: AbortSignal },
  ): Promise<PropertyStream<F>> {
    const { signal } = options;
    const method = 'CreatePropertyCollector';
    const self = session.content.propertyCollector;
    const collector = returnedRef(await session.call({ method, self }, { signal }), method);
    const stream = new PropertyStream<F>(session, collector, options);
    for (const [name, spec] of filters) await stream.#filter(name, spec, signal);
    return stream;
  }

  async #filter(name: F, spec: FilterSpec, signal: AbortSignal): Promise<void> {
    const method = 'CreateFilter';
    const args = [el('spec', filterSpec(spec)), el('partialUpdates', false)];
    const call = { method, self: this.#collector, args };
    const filter = returnedRef(await this.#session.call(call, { signal, sessionBound: true }), method);
    this.#names.set(filter.value, name);
  }

  /** The next page; one without updates is a sign of life. */
  async next(signal: AbortSignal): Promise<StreamPage<F>> {
    const { maxWaitSeconds, pageSize, graceMs, firstDeadlineMs } = this.#options;
    const first = this.#version === '';
    const options = [el('maxWaitSeconds', maxWaitSeconds), ...optional('maxObjectUpdates', pageSize)];
    const call = {
      method: 'WaitForUpdatesEx',
      self: this.#collector,
      args: [el('version', this.#version), el('options', options)],
    };
    const deadlineMs = first ? firstDeadlineMs : maxWaitSeconds * 1000 + graceMs;
    const answer = await this.#session.call(call, { signal, deadlineMs, waits: true, sessionBound: true });
    const set = asObject(answer);
    if (!set) return { updates: [], truncated: false };
    const version = asText(set['version']);
    if (version === null || version === '')
      throw new VimTransportError('protocol', 'The update has no version');
    this.#version = version;
    return { updates: this.#updates(set), truncated: asBoolean(set['truncated']) ?? false };
  }

  #updates(set: VimObject): StreamPage<F>['updates'] {
    return asObjects(set['filterSet']).flatMap(entry => {
      const filter = this.#names.get(asRef(entry['filter'])?.value ?? '');
      if (filter === undefined) return [];
      return [
        {
          filter,
          objects: asObjects(entry['objectSet'])
            .map(readUpdate)
            .filter(u => u !== null),
        },
      ];
    });
  }

  /** Takes the collector off the server; quiet when it is gone with its session. */
  async close(): Promise<void> {
    const call = { method: 'DestroyPropertyCollector', self: this.#collector };
    await this.#session.call(call, { sessionBound: true, deadlineMs: 2_000 }).catch(() => undefined);
  }
}

/** The stream can go on only from the beginning: its session, its collector or its place in it is gone. */
export const mustBeginAnew = (error: unknown): boolean =>
  isFault(error, 'NotAuthenticated', 'ManagedObjectNotFound', 'InvalidCollectorVersion');
