import { capabilities } from '@orrery/contract/capabilities.ts';
import type { CapabilityReport } from './report.ts';

/** A Markdown table of who supports what; reasons follow as notes, each once. */
export function printCapabilityTable(reports: readonly CapabilityReport[]): string {
  const notes: string[] = [];
  const cell = (report: CapabilityReport, capability: string): string => {
    const state = report.capabilities[capability];
    if (!state) return '?';
    if (state.supported) return state.exercised ? 'yes' : 'claimed';
    let number = notes.indexOf(state.reason) + 1;
    if (number === 0) number = notes.push(state.reason);
    return `no [${number}]`;
  };
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const lines = [
    row(['Capability', ...reports.map(r => r.name)]),
    row(['---', ...reports.map(() => '---')]),
    ...capabilities.map(capability => row([`\`${capability}\``, ...reports.map(r => cell(r, capability))])),
  ];
  const reasons = notes.map((note, i) => `${i + 1}. ${note.replaceAll('\n', ' ')}`);
  return [...lines, ...(reasons.length > 0 ? ['', ...reasons] : []), ''].join('\n');
}
