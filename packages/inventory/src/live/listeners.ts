import type { FrameListener, LiveFrame } from './types.ts';

export interface Waiting<R> {
  readonly listener: FrameListener<R>;
  /** Builds this listener's first frame once the query is ready. */
  readonly first: () => LiveFrame<R>;
}

/** Who listens to a query: those who follow it, and those who wait for its first computation. */
export class Listeners<R> {
  private readonly following = new Set<FrameListener<R>>();
  private readonly waiting = new Set<Waiting<R>>();
  private readonly onEmpty: () => void;

  constructor(onEmpty: () => void) {
    this.onEmpty = onEmpty;
  }

  get size(): number {
    return this.following.size + this.waiting.size;
  }

  add(waiting: Waiting<R>, ready: boolean): () => void {
    // One function may follow twice (two tabs of one client): each gets its own entry.
    const listener: FrameListener<R> = frame => waiting.listener(frame);
    const entry = { listener, first: waiting.first };
    if (ready) this.start(entry);
    else this.waiting.add(entry);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.waiting.delete(entry);
      this.following.delete(listener);
      if (this.size === 0) this.onEmpty();
    };
  }

  startAll(): void {
    const entries = [...this.waiting];
    this.waiting.clear();
    for (const entry of entries) this.start(entry);
  }

  deliver(frame: LiveFrame<R>): void {
    for (const listener of this.following) listener(frame);
  }

  private start({ listener, first }: Waiting<R>): void {
    this.following.add(listener);
    listener(first());
  }
}
