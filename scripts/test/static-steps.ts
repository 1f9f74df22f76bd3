import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { check, root, type Step, tool } from './step.ts';

const typescriptProjects = ['tsconfig.json', 'apps/web/tsconfig.json', 'e2e/tsconfig.json'];

/** Checks that read the source and run nothing of it. */
export const staticSteps: readonly Step[] = [
  check('types', 'Types (tsc)', () =>
    typescriptProjects
      .filter(project => existsSync(join(root, project)))
      .map(project => [tool('tsc'), '-p', project] as const),
  ),
  check('lint', 'Lint (oxlint, type-aware)', () => [[tool('oxlint'), '--type-aware', '--deny-warnings']]),
  check('format', 'Format (biome; mend with: biome format --write)', () => [
    [tool('biome'), 'format', '--reporter=summary', '.'],
  ]),
  check('layers', 'Layers (which way imports may go)', () => [
    [process.execPath, join(root, 'scripts/check-layers.ts')],
  ]),
  check('unused', 'Unused files, exports and dependencies (knip)', () => [[tool('knip')]]),
];
