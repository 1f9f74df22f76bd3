import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const rules = [
  ...readFileSync(join(root, 'docs/specs/realtime.md'), 'utf8').matchAll(/^- \*\*(RT-\d+)\*\*/gm),
];

function testFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : testFiles(path);
    return /\.test\.tsx?$/.test(entry.name) && path !== import.meta.filename ? [path] : [];
  });
}

const files = ['packages', 'apps'].flatMap(folder => testFiles(join(root, folder)));
const named = new Set(
  files.flatMap(path => [...readFileSync(path, 'utf8').matchAll(/['"`](RT-\d+):/g)].map(([, rule]) => rule)),
);

describe('docs/specs/realtime.md', () => {
  it('numbers its rules from 1 without holes', () => {
    expect(rules.map(([, rule]) => rule)).toEqual(rules.map((_, index) => `RT-${index + 1}`));
    expect(rules.length).toBeGreaterThan(20);
  });

  // Those marked (gateway) are named by the tests of apps/bff/src/realtime.
  it.each(rules.map(([, rule]) => rule))('%s has a test', rule => {
    expect(named).toContain(rule);
  });

  it('tests name no rule that does not exist', () => {
    const known = rules.map(([, rule]) => rule);
    expect([...named].filter(rule => !known.includes(rule))).toEqual([]);
  });
});
