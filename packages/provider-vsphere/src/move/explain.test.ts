import { VimFault } from '@orrery/vim25/errors.ts';
import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';

const fault = (name: string, message = '') =>
  new VimFault({ fault: name, message, detail: {}, method: 'VirtualMachine.migrate' });

describe('faults of moves', () => {
  it.each([
    ['CpuIncompatible1ECX', 'cpu-features', /processor/],
    ['DisallowedMigrationDeviceAttached', 'device-attached', /device/],
    ['NoDiskSpace', 'storage-space', /room/],
    ['VMotionNotConfigured', null, /vMotion/],
  ])('%s is told in words, as %s', (name, reason, words) => {
    expect(explain(fault(name))).toMatchObject({ reason, message: expect.stringMatching(words) });
  });

  it("keeps vCenter's own words where it knows none better, and a cancellation one", () => {
    expect(explain(fault('SomethingNew', 'The flux has no capacitor')).message).toBe(
      'The flux has no capacitor',
    );
    expect(explain(fault('RequestCanceled')).code).toBe('cancelled');
  });
});
