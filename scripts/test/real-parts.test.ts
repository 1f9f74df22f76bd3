import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { partsOf, realKinds } from './real-parts.ts';
import { root } from './step.ts';

it.each(realKinds)('every file of journeys on %s is in exactly one part', async kind => {
  const folder = join(root, 'e2e', 'real', kind);
  const files = (await readdir(folder).catch(() => [])).filter(file => file.endsWith('.real.e2e.ts'));
  // All that has tests here has journeys; another folder of that name would make this say nothing.
  if (kind !== 'openstack') expect(files).not.toEqual([]);
  for (const file of files) {
    const chosenBy = partsOf(kind).filter(
      ({ journeys }) => journeys !== null && (journeys.length === 0 || journeys.includes(`/${file}`)),
    );
    expect(
      chosenBy.map(part => part.name),
      file,
    ).toHaveLength(1);
  }
});
