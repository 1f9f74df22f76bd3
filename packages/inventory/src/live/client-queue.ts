import type { StoredResource } from '../store/types.ts';
import type { LiveFrame, LiveQuery, ResumePoint } from './types.ts';

export interface ClientQueueOptions<R> {
  /** Hands a frame to the transport. */
  readonly send: (frame: LiveFrame<R>) => void;
  /** Bytes of a frame on the wire, or an estimate. Asked once per frame sent. */
  readonly sizeOf: (frame: LiveFrame<R>) => number;
  /** Bytes that may be on their way to this client. */
  readonly limitBytes?: number;
}

/** P6/R6: what a stalled client may hold up. A single frame may be larger: it is sent when nothing else is on its way. */
export const defaultLimitBytes = 256 * 1024;

interface Line<R extends StoredResource> {
  readonly query: LiveQuery<R>;
  /** What the client has been sent; undefined before the first frame. */
  at: ResumePoint | undefined;
  behind: boolean;
}

/**
 * The way to one client. While it keeps up, frames pass through untouched. When too much is on its way, frames are not
 * queued but dropped, and only the revision it was last sent is remembered; once it has caught up it gets one frame that
 * leads from there to the latest state. Memory is bounded by the number of its queries, and nobody waits for it.
 */
export class ClientQueue<R extends StoredResource> {
  private readonly options: ClientQueueOptions<R>;
  private readonly limitBytes: number;
  private readonly lines = new Map<LiveQuery<R>, Line<R>>();
  private inFlight = 0;

  constructor(options: ClientQueueOptions<R>) {
    this.options = options;
    this.limitBytes = options.limitBytes ?? defaultLimitBytes;
  }

  /** Bytes sent and not yet reported as drained. */
  get pendingBytes(): number {
    return this.inFlight;
  }

  get behind(): number {
    return [...this.lines.values()].filter(line => line.behind).length;
  }

  /** A frame of `query` for this client: give this to `query.attach`. */
  offer(query: LiveQuery<R>, frame: LiveFrame<R>): void {
    const line = this.line(query);
    if (line.behind || !this.hasRoom(frame) || !follows(frame, line.at)) {
      line.behind = true;
      this.catchUp();
      return;
    }
    this.send(line, frame);
  }

  /** The client's old query gave way to a new one: what it holds is the old one's. */
  replace(old: LiveQuery<R>, query: LiveQuery<R>): void {
    const held = this.lines.get(old);
    this.lines.delete(old);
    this.lines.set(query, { query, at: held?.behind === true ? undefined : held?.at, behind: false });
  }

  /** The client is known to hold this: call before `attach` with `resume`. */
  resume(query: LiveQuery<R>, at: ResumePoint): void {
    this.line(query).at = at;
  }

  remove(query: LiveQuery<R>): void {
    this.lines.delete(query);
  }

  /** The transport says that so many bytes have left. */
  drained(bytes: number): void {
    this.inFlight = Math.max(0, this.inFlight - bytes);
    this.catchUp();
  }

  /** Those that are behind get one frame each, in turn, as far as there is room. */
  private catchUp(): void {
    for (const line of this.lines.values()) {
      if (!line.behind) continue;
      if (this.inFlight > this.limitBytes / 2) return;
      const frame = (line.at && line.query.resume(line.at)) ?? line.query.snapshot();
      if (frame === undefined) continue;
      line.behind = false;
      this.send(line, frame);
    }
  }

  private line(query: LiveQuery<R>): Line<R> {
    let line = this.lines.get(query);
    if (line === undefined) this.lines.set(query, (line = { query, at: undefined, behind: false }));
    return line;
  }

  private hasRoom(frame: LiveFrame<R>): boolean {
    return this.inFlight === 0 || this.inFlight + this.options.sizeOf(frame) <= this.limitBytes;
  }

  private send(line: Line<R>, frame: LiveFrame<R>): void {
    this.inFlight += this.options.sizeOf(frame);
    line.at = { epoch: frame.epoch, revision: frame.type === 'delta' ? frame.to : frame.revision };
    this.options.send(frame);
  }
}

/** A delta only means something to who holds its `from`. */
function follows<R>(frame: LiveFrame<R>, at: ResumePoint | undefined): boolean {
  if (frame.type !== 'delta') return true;
  return at !== undefined && at.epoch === (frame.fromEpoch ?? frame.epoch) && at.revision === frame.from;
}
