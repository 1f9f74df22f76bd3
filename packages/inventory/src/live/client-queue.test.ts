import { describe, expect, it } from 'vitest';
import { ClientView } from '../client-view/client-view.ts';
import { liveRig, opened, rowsSpec } from '../testing/live-rig.ts';
import { adminScope, isoAfter, type Machine, machine, tenantScope } from '../testing/machine.ts';
import { ClientQueue } from './client-queue.ts';
import type { LiveFrame, LiveQuery } from './types.ts';

const frameBytes = 100;

function clientOf(rig: ReturnType<typeof liveRig>, limitBytes: number) {
  const sent: LiveFrame<Machine>[] = [];
  const view = new ClientView<Machine>();
  const queue = new ClientQueue<Machine>({
    limitBytes,
    sizeOf: () => frameBytes,
    send: frame => {
      sent.push(frame);
      if (frame.type === 'snapshot') view.applySnapshot(frame);
      if (frame.type === 'delta') expect(view.applyDelta(frame)).toBe('applied');
    },
  });
  const follow = (query: LiveQuery<Machine>) => query.attach(frame => queue.offer(query, frame));
  return { sent, view, queue, follow, rig };
}

function change(rig: ReturnType<typeof liveRig>, step: number): void {
  rig.store.apply([
    { op: 'upsert', resource: machine(`m${step % 4}`, { cpu: step, asOf: isoAfter(step) }) },
    ...(step % 7 === 0
      ? [{ op: 'remove' as const, kind: 'machine', id: `m${step % 3}`, asOf: isoAfter(step) }]
      : []),
  ]);
  rig.runtime.advance(60);
}

describe('ClientQueue', () => {
  it('RT-20: a client that keeps up gets every frame as it is, the same object as everybody', () => {
    const rig = liveRig();
    const client = clientOf(rig, 250);
    const query = opened(rig, rowsSpec());
    const seen: LiveFrame<Machine>[] = [];
    query.attach(frame => seen.push(frame));
    client.follow(query);
    for (let step = 1; step <= 20; step += 1) {
      change(rig, step);
      client.queue.drained(frameBytes);
    }
    expect(client.sent).toEqual(seen);
    expect(client.sent.every((frame, index) => index === 0 || frame === seen[index])).toBe(true);
    expect(client.queue.behind).toBe(0);
  });

  it('RT-20: a stalled client holds up no more than its limit, and catches up with one frame', () => {
    const rig = liveRig();
    const client = clientOf(rig, 250);
    const query = opened(rig, rowsSpec());
    client.follow(query);
    for (let step = 1; step <= 50; step += 1) change(rig, step);
    expect(client.queue.pendingBytes).toBeLessThanOrEqual(250);
    expect(client.sent).toHaveLength(2);
    expect(client.queue.behind).toBe(1);
    client.queue.drained(2 * frameBytes);
    expect(client.sent).toHaveLength(3);
    expect(client.queue.behind).toBe(0);
    const truth = query.snapshot();
    expect(client.view.rows()).toEqual(truth?.type === 'snapshot' ? truth.items : []);
    change(rig, 99);
    expect(client.sent).toHaveLength(4);
  });

  it('RT-20: a stalled client slows nobody else', () => {
    const rig = liveRig();
    const [stalled, healthy] = [clientOf(rig, 250), clientOf(rig, 250)];
    const query = opened(rig, rowsSpec());
    stalled.follow(query);
    healthy.follow(query);
    for (let step = 1; step <= 20; step += 1) {
      change(rig, step);
      healthy.queue.drained(frameBytes);
    }
    expect(healthy.sent.length).toBeGreaterThan(15);
    expect(stalled.sent).toHaveLength(2);
  });

  it('RT-20: a frame above the limit goes when nothing else is on its way', () => {
    const rig = liveRig();
    const client = clientOf(rig, 10);
    client.follow(opened(rig, rowsSpec()));
    rig.runtime.advance(1);
    expect(client.sent).toMatchObject([{ type: 'snapshot' }]);
  });

  it('RT-20: queries that fell behind catch up in turn, as far as there is room', () => {
    const rig = liveRig();
    const client = clientOf(rig, 120);
    const queries = ['name', '-name', 'cpu'].map(sort => opened(rig, rowsSpec({ sort })));
    for (const query of queries) client.follow(query);
    rig.runtime.advance(1);
    expect([client.sent.length, client.queue.behind]).toEqual([1, 2]);
    client.queue.drained(frameBytes);
    expect([client.sent.length, client.queue.behind]).toEqual([2, 1]);
    client.queue.drained(frameBytes);
    expect([client.sent.length, client.queue.behind]).toEqual([3, 0]);
    expect(client.sent.map(frame => frame.query)).toEqual(queries.map(query => query.id));
  });

  it('RT-14: whoever is behind when its scope narrows gets the new result whole, nothing of the old', () => {
    const rig = liveRig();
    const client = clientOf(rig, 150);
    const wide = opened(rig, rowsSpec(), adminScope);
    const leave = client.follow(wide);
    rig.store.apply([{ op: 'upsert', resource: machine('z', { project: 'p2' }) }]);
    rig.runtime.advance(1);
    change(rig, 1);
    expect(client.queue.behind).toBe(1);
    const narrow = opened(rig, rowsSpec(), tenantScope('p1'));
    leave();
    client.queue.replace(wide, narrow);
    narrow.attach(frame => client.queue.offer(narrow, frame), { replaces: wide });
    rig.runtime.advance(1);
    client.queue.drained(10 * frameBytes);
    expect(client.sent.at(-1)).toMatchObject({
      type: 'snapshot',
      query: narrow.id,
      items: [{ id: 'm1', host: null }],
    });
    expect(client.view.order).toEqual(['m1']);
  });

  it('RT-14: whoever is up to date gets the way over as one delta', () => {
    const rig = liveRig();
    const client = clientOf(rig, 500);
    rig.store.apply([{ op: 'upsert', resource: machine('a') }]);
    const wide = opened(rig, rowsSpec());
    const leave = client.follow(wide);
    rig.runtime.advance(1);
    const narrow = opened(rig, rowsSpec(), tenantScope('p2'));
    leave();
    client.queue.replace(wide, narrow);
    narrow.attach(frame => client.queue.offer(narrow, frame), { replaces: wide });
    rig.runtime.advance(1);
    expect(client.sent.at(-1)).toMatchObject({ type: 'delta', fromEpoch: wide.epoch, removes: ['a'] });
    expect(client.view.rows()).toEqual([]);
  });

  it('RT-7: a resumed client takes its deltas from where it stood', () => {
    const rig = liveRig();
    const query = opened(rig, rowsSpec());
    query.attach(() => undefined);
    change(rig, 1);
    const sent: LiveFrame<Machine>[] = [];
    const queue = new ClientQueue<Machine>({ send: frame => sent.push(frame), sizeOf: () => 1 });
    const at = { epoch: query.epoch, revision: 1 };
    queue.resume(query, at);
    query.attach(frame => queue.offer(query, frame), { resume: at });
    expect(sent).toMatchObject([{ type: 'delta', from: 1, to: query.revision }]);
    queue.remove(query);
    expect(queue.behind).toBe(0);
  });
});
