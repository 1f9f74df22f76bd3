import { capabilities } from '@orrery/contract/capabilities.ts';
import { expect, it } from 'vitest';
import { capabilityTable } from './capability-table.ts';

it('says yes to what is supported and gives the reason for everything else', () => {
  const table = capabilityTable(['instance.start'], capability => `no ${capability}`);
  expect(Object.keys(table).toSorted()).toEqual([...capabilities].toSorted());
  expect(table['instance.start']).toBe(true);
  expect(table['instance.stop']).toBe('no instance.stop');
});
