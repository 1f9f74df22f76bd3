import type { Heartbeat } from '@orrery/contract/realtime/messages.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { LiveQuery, QueryStatus } from '@orrery/inventory/live/types.ts';
import { EncodedBody } from './encoded-body.ts';
import { encodeEvent, type EncodedFrame } from './frame-encoder.ts';

type General = Omit<Heartbeat, 'queries' | 'revision'>;

/** One heartbeat to everybody. Each query is looked at once, and those who follow the same share one frame. */
export class Beat {
  readonly #general: General;
  readonly #revision: number;
  readonly #statuses = new Map<string, QueryStatus>();
  readonly #frames = new Map<string, EncodedFrame>();

  constructor(general: General, revision: number) {
    this.#general = general;
    this.#revision = revision;
  }

  /** How many changes there were in all is for those who see everything only. */
  frame(seesAll: boolean, queries: readonly LiveQuery<Resource>[]): EncodedFrame {
    const key = [seesAll, ...queries.map(({ id }) => id)].join(' ');
    const known = this.#frames.get(key);
    if (known !== undefined) return known;
    const heartbeat: Heartbeat = {
      ...this.#general,
      revision: seesAll ? this.#revision : 0,
      queries: queries.map(query => this.#status(query)),
    };
    const frame = encodeEvent('heartbeat', new EncodedBody(JSON.stringify(heartbeat)));
    this.#frames.set(key, frame);
    return frame;
  }

  #status(query: LiveQuery<Resource>): QueryStatus {
    const known = this.#statuses.get(query.id);
    if (known !== undefined) return known;
    const status = query.status();
    this.#statuses.set(query.id, status);
    return status;
  }
}
