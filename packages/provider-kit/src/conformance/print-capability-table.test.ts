import { expect, it } from 'vitest';
import { capabilityTable } from '../capability-table.ts';
import { printCapabilityTable } from './print-capability-table.ts';
import { capabilityReport } from './report.ts';

it('renders who supports what, what was only claimed, and each reason once', () => {
  const first = capabilityReport(
    'first',
    capabilityTable(['instance.start', 'instance.stop'], () => 'too small'),
    new Set(['instance.start']),
  );
  const second = capabilityReport(
    'second',
    capabilityTable([], c => (c === 'instance.start' ? 'too young' : 'too small')),
    new Set(),
  );
  const lines = printCapabilityTable([first, second]).split('\n');
  expect(lines[0]).toBe('| Capability | first | second |');
  expect(lines.find(l => l.includes('`instance.start`'))).toBe('| `instance.start` | yes | no [2] |');
  expect(lines.find(l => l.includes('`instance.stop`'))).toBe('| `instance.stop` | claimed | no [1] |');
  expect(lines.filter(l => /^\d\. /.test(l))).toEqual(['1. too small', '2. too young']);
});
