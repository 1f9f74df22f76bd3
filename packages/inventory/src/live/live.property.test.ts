import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Action,
  anyActions,
  anySpec,
  perform,
  questions,
  scopes,
  storeChange,
} from '../testing/live-actions.ts';
import { LiveClient } from '../testing/live-client.ts';
import {
  aggregateSpec,
  freshRows,
  type LiveRig,
  liveRig,
  opened,
  recorded,
  rowsSpec,
} from '../testing/live-rig.ts';
import { adminScope, type Machine, machine, tenantScope } from '../testing/machine.ts';
import type { LiveFrame } from './types.ts';

/** A few rows to begin with, some of each project. */
function seed(rig: LiveRig, count: number): void {
  const rows = Array.from({ length: count }, (_, n) =>
    machine(`m${n}`, { project: `p${(n % 2) + 1}`, cpu: n * 7 }),
  );
  rig.store.apply(rows.map(resource => ({ op: 'upsert' as const, resource })));
}

function play(rig: LiveRig, actions: readonly Action[], viewers: readonly LiveClient[]): void {
  actions.forEach((action, index) => {
    const change = storeChange(action, index + 1);
    if (change !== undefined) rig.store.apply([change]);
    perform(action, rig, viewers);
  });
}

const withoutAge = (rows: readonly Machine[]) => rows.map(row => ({ ...row, asOf: '' }));

/** What the property compares: the mirror in the browser against a query asked anew. */
function expectTruth(rig: LiveRig, client: LiveClient): void {
  const fresh = freshRows(rig, client.spec, client.scope);
  expect(withoutAge(client.view.rows())).toEqual(withoutAge(fresh.rows));
  expect(client.view.total).toBe(fresh.total);
  expect(client.view.order).toEqual(fresh.rows.map(row => row.id));
  expect(client.view.offset).toBe(client.spec.window.offset);
}

describe('live queries, whatever happens', () => {
  it('RT-12: once all is quiet, every client holds what a fresh query says', () => {
    fc.assert(
      fc.property(fc.tuple(anySpec, anySpec, anySpec), fc.nat(12), anyActions, (specs, rows, actions) => {
        const rig = liveRig();
        seed(rig, rows);
        const viewers = specs.map((spec, n) => new LiveClient(rig, rowsSpec(spec), scopes[n] ?? adminScope));
        play(rig, actions, viewers);
        // Past the next look at what changes with time alone.
        rig.runtime.advance(6_000);
        for (const client of viewers) client.settle();
        for (const client of viewers) expectTruth(rig, client);
      }),
      { numRuns: 400 },
    );
  });

  it('RT-12: also when every look at the clock ends a slice, so that changes meet half-done computations', () => {
    fc.assert(
      fc.property(anySpec, fc.integer({ min: 100, max: 400 }), anyActions, (spec, rows, actions) => {
        const rig = liveRig({ lookCostMs: 20 });
        seed(rig, rows);
        const viewers = scopes.map(scope => new LiveClient(rig, rowsSpec(spec), scope));
        for (const [index, action] of actions.entries()) {
          const change = storeChange(action, index + 1);
          if (change !== undefined) rig.store.apply([change]);
          // One turn at most between two actions.
          rig.runtime.step(rig.runtime.now());
          if (action.do !== 'wait') perform(action, rig, viewers);
        }
        rig.runtime.advance(6_000);
        for (const client of viewers) client.settle();
        for (const client of viewers) expectTruth(rig, client);
      }),
      { numRuns: 150 },
    );
  });

  it('RT-12: aggregates equal counting from scratch', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...questions),
        fc.nat(2),
        fc.nat(12),
        anyActions,
        (q, scopeIndex, rows, actions) => {
          const rig = liveRig();
          seed(rig, rows);
          const scope = scopes[scopeIndex] ?? adminScope;
          const spec = aggregateSpec({ q, groupBy: 'project', sums: ['cpu', 'memory'] });
          const { frames } = recorded(opened(rig, spec, scope));
          play(rig, actions, []);
          rig.runtime.advance(6_000);
          const all = freshRows(rig, rowsSpec({ q, window: { offset: 0, limit: 1_000 } }), scope).rows;
          const last = frames.at(-1);
          const counted = last?.type === 'aggregate' ? last.groups : [];
          const keys = [...new Set(all.map(row => row.project))];
          expect(new Map(counted.map(group => [group.key, group]))).toEqual(
            new Map(
              keys.map(key => [
                key,
                fromScratch(
                  key,
                  all.filter(row => row.project === key),
                ),
              ]),
            ),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('RT-7: no gap is so long that resuming it needs a snapshot while the query is remembered', () => {
    fc.assert(
      fc.property(anySpec, fc.nat(12), anyActions, (spec, rows, actions) => {
        const rig = liveRig();
        seed(rig, rows);
        const client = new LiveClient(rig, rowsSpec(spec), adminScope);
        client.settle();
        client.disconnect();
        play(
          rig,
          actions.filter(action => action.do !== 'wait' || action.ms < 1_000),
          [],
        );
        rig.runtime.advance(60_000);
        const before = client.transcript.length;
        client.settle();
        expect(client.transcript.slice(before).map(frame => frame.type)).not.toContain('snapshot');
        expectTruth(rig, client);
      }),
      { numRuns: 150 },
    );
  });
});

function fromScratch(key: string | null, rows: readonly Machine[]) {
  const sum = (read: (row: Machine) => number) => rows.reduce((total, row) => total + read(row), 0);
  return { key, count: rows.length, sums: { cpu: sum(row => row.cpu ?? 0), memory: sum(row => row.memory) } };
}

/** What a tenant was told, without what may differ: how old the data is. */
function told(frames: readonly LiveFrame<Machine>[]): unknown[] {
  return frames.map(frame => ({ ...frame, asOf: '' }));
}

/** The same change as it would be if nothing but one project existed. */
function within(project: string, action: Action, step: number): ReturnType<typeof storeChange> {
  const change = storeChange(action, step);
  if (change?.op !== 'upsert' || change.resource.project === project) return change;
  const { kind, id, asOf } = change.resource;
  return { op: 'remove', kind, id, asOf };
}

describe('two worlds', () => {
  it('RT-15: what a tenant is sent is, frame for frame, what it would be sent if no other project existed', () => {
    fc.assert(
      fc.property(anySpec, anyActions, (spec, actions) => {
        const [full, alone] = [liveRig(), liveRig()];
        const worlds = [full, alone].map(rig => ({
          rig,
          rows: recorded(opened(rig, rowsSpec(spec), tenantScope('p1'))).frames,
          counts: recorded(
            opened(rig, aggregateSpec({ groupBy: 'status', sums: ['cpu'] }), tenantScope('p1')),
          ).frames,
        }));
        actions.forEach((action, index) => {
          const step = index + 1;
          const [change, own] = [storeChange(action, step), within('p1', action, step)];
          if (change !== undefined) full.store.apply([change]);
          if (own !== undefined) alone.store.apply([own]);
          for (const { rig } of worlds) perform(action, rig, []);
        });
        for (const { rig } of worlds) rig.runtime.advance(1_000);
        const [one, other] = worlds;
        expect(told(one?.rows ?? [])).toEqual(told(other?.rows ?? []));
        expect(told(one?.counts ?? [])).toEqual(told(other?.counts ?? []));
      }),
      { numRuns: 300 },
    );
  });
});
