import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { capabilityTable } from '../capability-table.ts';
import { capabilityReport, readCapabilityReports, writeCapabilityReport } from './report.ts';

it('is read back as it was written, beside whatever else lies there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'orrery-report-'));
  try {
    const table = capabilityTable(['instance.start'], () => 'not yet');
    const report = capabilityReport('x', table, new Set(['instance.start'] as const));
    await writeCapabilityReport(report, join(folder, 'capabilities-x.json'));
    await writeFile(join(folder, 'capabilities-y.json'), '{"name": 7}');
    await writeFile(join(folder, 'other.json'), 'not JSON');
    expect(await readCapabilityReports(folder)).toEqual([report]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
