import { describe, expect, it } from 'vitest';
import {
  aggregateSnapshotSchema,
  realtimeLimits,
  rowsDeltaSchema,
  rowsSnapshotSchema,
} from '@orrery/contract/realtime/messages.ts';
import { maxQueryLength } from '../query/parse.ts';
import { aggregateSpec, liveRig, opened, recorded, rowsSpec } from '../testing/live-rig.ts';
import { machine } from '../testing/machine.ts';
import { maxWindow } from './query-spec.ts';

/** The test's own kind of resource is none of the contract's. */
const asInstance = (row: object) => ({ ...row, kind: 'instance' });

describe('frames on the wire', () => {
  it('are what the contract says', () => {
    const rig = liveRig();
    rig.store.apply([{ op: 'upsert', resource: machine('a') }]);
    const rows = recorded(opened(rig, rowsSpec())).frames;
    const counts = recorded(opened(rig, aggregateSpec({ groupBy: 'status', sums: ['cpu'] }))).frames;
    rig.runtime.advance(1);
    rig.store.apply([{ op: 'upsert', resource: machine('b') }]);
    rig.runtime.advance(1);
    const [snapshot, delta] = rows;
    expect(snapshot?.type === 'snapshot' && delta?.type === 'delta').toBe(true);
    if (snapshot?.type !== 'snapshot' || delta?.type !== 'delta') return;
    const wireSnapshot = { ...snapshot, items: snapshot.items.map(asInstance) };
    const wireDelta = { ...delta, upserts: delta.upserts.map(asInstance) };
    expect(rowsSnapshotSchema.parse(wireSnapshot)).toEqual(wireSnapshot);
    expect(rowsDeltaSchema.parse(wireDelta)).toEqual(wireDelta);
    expect(aggregateSnapshotSchema.parse(counts[0])).toEqual(counts[0]);
  });

  it('limits are those of the contract', () => {
    expect([maxWindow, maxQueryLength]).toEqual([realtimeLimits.maxWindow, realtimeLimits.maxQueryLength]);
  });
});
