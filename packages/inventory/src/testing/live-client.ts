import { ClientView } from '../client-view/client-view.ts';
import type { LiveFrame, LiveQuery, RowsSpec, Scope } from '../live/types.ts';
import { type LiveRig, opened } from './live-rig.ts';
import type { Machine } from './machine.ts';

type Frame = LiveFrame<Machine>;

/** A client behind a line that can lose, repeat and swap what is on it. Fails on the spot when a frame shows too much. */
export class LiveClient {
  readonly view = new ClientView<Machine>();
  readonly transcript: Frame[] = [];
  spec: RowsSpec;
  scope: Scope<Machine>;
  private readonly rig: LiveRig;
  private wire: Frame[] = [];
  private query: LiveQuery<Machine> | undefined;
  private leave: () => void = () => undefined;
  /** Every id that this client was ever shown: those may appear in `removes`. */
  private readonly shown = new Set<string>();

  constructor(rig: LiveRig, spec: RowsSpec, scope: Scope<Machine>) {
    this.rig = rig;
    this.spec = spec;
    this.scope = scope;
    this.connect();
  }

  get connected(): boolean {
    return this.query !== undefined;
  }

  connect(): void {
    if (this.query !== undefined) return;
    const query = opened(this.rig, this.spec, this.scope);
    const resume = this.view.resumePoint;
    this.query = query;
    this.leave = query.attach(this.listener(this.scope), resume === undefined ? {} : { resume });
  }

  /** The connection breaks: what was on the line is lost. */
  disconnect(): void {
    this.leave();
    this.query = undefined;
    this.wire = [];
  }

  change(next: { spec?: RowsSpec; scope?: Scope<Machine> }): void {
    this.spec = next.spec ?? this.spec;
    this.scope = next.scope ?? this.scope;
    const old = this.query;
    if (old === undefined) return;
    const query = opened(this.rig, this.spec, this.scope);
    if (query === old) return;
    this.leave();
    this.query = query;
    this.leave = query.attach(this.listener(this.scope), { replaces: old });
  }

  deliver(count: number): void {
    for (const frame of this.wire.splice(0, count)) this.receive(frame);
  }

  /** Only deltas are lost, repeated or swapped: a snapshot is the answer to a request, which would be asked again. */
  disturb(how: 'drop' | 'repeat' | 'swap', at: number): void {
    const frame = this.wire[at % Math.max(1, this.wire.length)];
    if (frame?.type !== 'delta') return;
    const index = this.wire.indexOf(frame);
    if (how === 'drop') this.wire.splice(index, 1);
    if (how === 'repeat') this.wire.push(frame);
    const next = this.wire[index + 1];
    if (how === 'swap' && next?.type === 'delta') this.wire.splice(index, 2, next, frame);
  }

  /** Everything on the line arrives, and a heartbeat; then the client asks for what it knows to be missing. */
  settle(): void {
    this.connect();
    for (let round = 0; round < 5; round += 1) {
      this.rig.runtime.advance(500);
      this.deliver(Number.POSITIVE_INFINITY);
      const status = this.query?.status();
      if (status !== undefined) this.view.applyStatus(status);
      if (!this.view.needsResync) return;
      this.disconnect();
      this.connect();
    }
    throw new Error('This client does not come to rest.');
  }

  private receive(frame: Frame): void {
    const before = this.view.resumePoint;
    if (frame.type === 'snapshot') this.view.applySnapshot(frame);
    if (frame.type === 'delta') this.view.applyDelta(frame);
    const after = this.view.resumePoint;
    if (before !== undefined && after?.epoch === before.epoch && after.revision < before.revision) {
      throw new Error(`RT-6: revision went back from ${before.revision} to ${after.revision}.`);
    }
  }

  private listener(scope: Scope<Machine>): (frame: Frame) => void {
    return frame => {
      this.check(frame, scope);
      this.transcript.push(frame);
      this.wire.push(frame);
    };
  }

  private check(frame: Frame, scope: Scope<Machine>): void {
    if (frame.type === 'aggregate') return;
    for (const row of frame.type === 'snapshot' ? frame.items : frame.upserts) {
      if (!scope.sees(row)) throw new Error(`RT-15: a row of ${row.project} was sent to ${scope.key}.`);
      if (scope.hides.length > 0 && row.host !== null) throw new Error('RT-15: a hidden field was sent.');
      this.shown.add(row.id);
    }
    const patched = (frame.type === 'delta' && frame.patch?.['host']?.to) || [];
    if (scope.hides.length > 0 && patched.some(host => host !== null))
      throw new Error('RT-15: a hidden field was sent.');
    const named = frame.type === 'delta' ? [...frame.removes, ...(frame.order ?? [])] : [];
    const foreign = named.find(id => !this.shown.has(id));
    if (foreign !== undefined) throw new Error(`RT-15: ${foreign} was named to who was never shown it.`);
  }
}
