import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
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

export async function writeCapabilityReport(report: CapabilityReport): Promise<void> {
  const path = reportPath(report.name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(report, null, 2)}\n`);
}
