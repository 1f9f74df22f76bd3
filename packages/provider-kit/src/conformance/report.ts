import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Capability, type CapabilityTable, capabilities } from '@orrery/contract/capabilities.ts';

export interface CapabilityReport {
  name: string;
  capabilities: Record<
    string,
    { supported: true; exercised: boolean } | { supported: false; reason: string }
  >;
}

export function capabilityReport(
  name: string,
  table: CapabilityTable,
  exercised: ReadonlySet<Capability>,
): CapabilityReport {
  const states = capabilities.map(capability => {
    const reason = table[capability];
    const state =
      reason === true
        ? { supported: true as const, exercised: exercised.has(capability) }
        : { supported: false as const, reason };
    return [capability, state] as const;
  });
  return { name, capabilities: Object.fromEntries(states) };
}

/** Where the report of a run lies, for the runner and for the README: `.cache/capabilities-<name>.json` in the checkout. */
export const reportPath = (name: string): string =>
  fileURLToPath(new URL(`../../../../.cache/capabilities-${name}.json`, import.meta.url));

export async function writeCapabilityReport(
  report: CapabilityReport,
  path = reportPath(report.name),
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(report, null, 2)}\n`);
}

/** The reports of all runs so far, by name; what cannot be read as one is left out. */
export async function readCapabilityReports(
  folder = dirname(reportPath('any')),
): Promise<CapabilityReport[]> {
  const files = await readdir(folder).catch(() => []);
  const reports: CapabilityReport[] = [];
  for (const file of files.toSorted((a, b) => a.localeCompare(b))) {
    if (!/^capabilities-.+\.json$/.test(file)) continue;
    const report: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'));
    if (isReport(report)) reports.push(report);
  }
  return reports;
}

const isReport = (value: unknown): value is CapabilityReport =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'capabilities' in value &&
  typeof value.capabilities === 'object';
