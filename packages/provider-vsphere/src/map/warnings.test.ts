import { readAlarmStates } from '@orrery/vim25/methods/alarms.ts';
import { readRecommendations } from '@orrery/vim25/methods/recommendations.ts';
import type { VimObject } from '@orrery/vim25/values.ts';
import { describe, expect, it } from 'vitest';
import { alarmFacts, recommendationFacts } from './warnings.ts';

const seen = { asOf: '2026-01-01T00:00:00.000Z', source: 'poll' as const };
const cluster = { type: 'ClusterComputeResource', value: 'domain-c8' };
const vm = { type: 'VirtualMachine', value: 'vm-12' };
const host = (value: string) => ({ type: 'HostSystem', value });

describe('alarms', () => {
  const state = (more: VimObject = {}): VimObject => ({
    alarm: { type: 'Alarm', value: 'alarm-7' },
    entity: vm,
    overallStatus: 'red',
    time: '2026-01-01T10:00:00+01:00',
    acknowledged: 'false',
    ...more,
  });
  const read = (more?: VimObject) => {
    const [one] = readAlarmStates([state(more)]);
    return one ? alarmFacts(one, undefined, seen) : undefined;
  };

  it('red is critical, yellow a warning, and the rest no alarm', () => {
    expect(read()).toMatchObject({ severity: 'critical', native: 'alarm-7.vm-12' });
    expect(read({ overallStatus: 'yellow' })).toMatchObject({ severity: 'warning' });
    expect(read({ overallStatus: 'green' })).toBeNull();
    expect(read({ overallStatus: 'gray' })).toBeNull();
  });

  it('times are in UTC, and one that is switched off is none', () => {
    expect(read()?.raisedAt).toBe('2026-01-01T09:00:00.000Z');
    expect(read({ disabled: 'true' })).toBeUndefined();
  });

  it('who has acknowledged is told only while it is acknowledged', () => {
    const by = { acknowledgedByUser: 'ann', acknowledgedTime: '2026-01-01T10:00:00Z' };
    expect(read(by)).toMatchObject({ acknowledged: false, acknowledgedBy: null, acknowledgedAt: null });
    expect(read({ ...by, acknowledged: 'true' })).toMatchObject({ acknowledgedBy: 'ann' });
  });
});

describe('recommendations', () => {
  const read = (more: VimObject) => {
    const [one] = readRecommendations([{ key: '5', rating: '5', reason: 'fairnessCpuAvg', ...more }]);
    if (!one) throw new Error('It was not read');
    return recommendationFacts(cluster, one, { seen, applying: false });
  };
  const move = {
    $type: 'ClusterMigrationAction',
    target: vm,
    drsMigration: { vm, source: host('host-1'), destination: host('host-2') },
  };

  it('the best rating is the first priority', () => {
    expect([1, 2, 3, 4, 5].map(rating => read({ rating }).priority)).toEqual([5, 4, 3, 2, 1]);
    expect(read({ rating: 9 }).priority).toBe(1);
  });

  it('a move has an instance and two hosts', () => {
    expect(read({ action: [move] })).toMatchObject({
      action: 'move',
      steps: 1,
      vm,
      from: host('host-1'),
      to: host('host-2'),
    });
  });

  it('of several steps the first move is told', () => {
    const power = { $type: 'ClusterHostPowerAction', target: host('host-3'), operationType: 'powerOn' };
    expect(read({ action: [power, move] })).toMatchObject({ action: 'move', steps: 2, vm });
    expect(read({ action: power })).toMatchObject({ action: 'power-on', vm: null, from: host('host-3') });
  });

  it.each([
    ['fairnessMemAvg', 'memory'],
    ['reservationCpu', 'cpu'],
    ['vmHostHardAffinity', 'rule'],
    ['antiAffin', 'rule'],
    ['hostMaint', 'maintenance'],
    ['powerSaving', 'power'],
    ['enterStandby', 'power'],
    ['balanceDatastoreSpaceUsage', 'other'],
  ])('%s is because of: %s', (reason, cause) => {
    expect(read({ reason })).toMatchObject({ cause, reason });
  });
});
