import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runCommand } from '../test/command.ts';
import { checkLayers, type LayerRule } from './check.ts';

const roots: string[] = [];

async function makeTree(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'orrery-layers-'));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

async function check(path: string, text: string) {
  return checkLayers(await makeTree({ [path]: text }));
}

afterEach(async () => {
  await Promise.all(roots.splice(0).map(root => rm(root, { recursive: true })));
});

const crossings: readonly (readonly [LayerRule, string, string])[] = [
  // direction, between packages
  ['direction', 'packages/contract/src/a.ts', `import { x } from '@orrery/inventory/store/store.ts';`],
  ['direction', 'packages/provider-kit/src/a.ts', `import { x } from '@orrery/inventory/store/store.ts';`],
  ['direction', 'packages/inventory/src/a.ts', `import { x } from '@orrery/provider-kit/clock.ts';`],
  ['direction', 'packages/client/src/a.ts', `import { x } from '@orrery/inventory/store/store.ts';`],
  ['direction', 'packages/libvirt/src/a.ts', `import { x } from '@orrery/contract/capabilities.ts';`],
  ['direction', 'packages/provider-simulator/src/a.ts', `import { x } from '@orrery/libvirt/uri.ts';`],
  [
    'direction',
    'packages/provider-simulator/src/a.ts',
    `import { x } from '@orrery/provider-libvirt/provider.ts';`,
  ],
  // direction, inside the BFF
  ['direction', 'apps/bff/src/http/a.ts', `import { x } from '@orrery/provider-simulator/module.ts';`],
  ['direction', 'apps/bff/src/main.ts', `import { x } from '@orrery/provider-simulator/module.ts';`],
  ['direction', 'apps/bff/src/inventory/a.ts', `import { x } from '../http/app.ts';`],
  ['direction', 'apps/bff/src/database/a.ts', `import { x } from '../inventory/rows.ts';`],
  ['direction', 'apps/bff/src/observability/a.ts', `import { x } from '@orrery/contract/capabilities.ts';`],
  ['direction', 'apps/bff/src/http/a.ts', `import { x } from '../main.ts';`],
  ['direction', 'apps/bff/src/realtime/a.ts', `import { x } from '@orrery/client/live/live-rows.ts';`],
  // direction, inside the web app
  ['direction', 'apps/web/src/ui/Button.tsx', `import { x } from '../components/Form.tsx';`],
  ['direction', 'apps/web/src/components/A.tsx', `import { x } from '../features/hosts/manifest.ts';`],
  ['direction', 'apps/web/src/features/hosts/a.ts', `import { x } from '../../shell/nav.ts';`],
  ['direction', 'apps/web/src/lib/a.ts', `import { x } from '../ui/Button.tsx';`],
  ['direction', 'apps/web/src/api/a.ts', `import { x } from '@orrery/bff/config/config.ts';`],
  ['direction', 'apps/web/src/features/hosts/a.ts', `import { x } from '@orrery/provider-kit/provider.ts';`],
  ['direction', 'apps/web/src/features/hosts/a.test.ts', `import { x } from '@orrery/bff/config/config.ts';`],
  // direction, from outside
  ['direction', 'e2e/specs/a.e2e.ts', `import { x } from '@orrery/bff/config/config.ts';`],
  // direction, in every form of import
  ['direction', 'packages/contract/src/a.ts', `import type { X } from '@orrery/client/client.ts';`],
  ['direction', 'packages/contract/src/a.ts', `import '@orrery/client/client.ts';`],
  ['direction', 'packages/contract/src/a.ts', `const x = await import('@orrery/client/client.ts');`],
  ['direction', 'packages/contract/src/a.ts', `type X = import('@orrery/client/client.ts').X;`],
  // the other rules
  ['unknown folder', 'apps/bff/src/helpers/a.ts', `export const a = 1;`],
  ['relative path', 'packages/client/src/a.ts', `import { x } from '../../contract/src/capabilities.ts';`],
  ['relative path', 'e2e/specs/a.e2e.ts', `import { x } from '../../apps/bff/src/main.ts';`],
  ['re-export', 'packages/contract/src/index.ts', `export * from './capabilities.ts';`],
  ['re-export', 'packages/contract/src/a.ts', `export { x } from './capabilities.ts';`],
  ['re-export', 'apps/web/src/ui/index.ts', `export type { X } from './Button.tsx';`],
  ['test code', 'packages/inventory/src/a.ts', `import { x } from './store/store.test.ts';`],
  ['test code', 'apps/bff/src/http/a.ts', `import { x } from '../database/testing/test-database.ts';`],
  ['test code', 'packages/provider-kit/src/a.ts', `import { expect } from 'vitest';`],
  ['builtin', 'packages/inventory/src/a.ts', `import { readFile } from 'node:fs/promises';`],
  ['builtin', 'packages/contract/src/a.ts', `import { join } from 'path';`],
  ['builtin', 'apps/web/src/lib/a.ts', `import { createHash } from 'node:crypto';`],
  ['external', 'packages/contract/src/a.ts', `import express from 'express';`],
  ['external', 'packages/inventory/src/a.ts', `import { z } from 'zod';`],
  ['feature', 'apps/web/src/features/hosts/a.ts', `import { x } from '../instances/InstanceTable.tsx';`],
  ['feature', 'apps/web/src/shell/Shell.tsx', `import { x } from '../features/hosts/HostPage.tsx';`],
  [
    'computed import',
    'apps/bff/src/backends/a.ts',
    'const x = await import(`@orrery/provider-${kind}/provider.ts`);',
  ],
  ['vendor', 'apps/web/src/features/hosts/a.ts', `const isVm = backend.kind === 'libvirt';`],
  ['vendor', 'apps/bff/src/operations/a.ts', 'function stopDockerContainer() {}'],
  ['vendor', 'packages/inventory/src/a.ts', 'const message = `no vCenter at ${url}`;'],
  ['vendor', 'apps/web/src/features/hosts/A.tsx', 'export const A = () => <p>Runs on OpenStack</p>;'],
];

describe('the layer check refuses', () => {
  it.each(crossings)('%s: %s with %s', async (rule, path, text) => {
    const violations = await check(path, `\n${text}\n`);
    expect(violations).toMatchObject([{ rule, path }]);
    if (rule !== 'unknown folder') expect(violations[0]?.line).toBe(2);
  });

  it('a test of one package that reaches into another without naming it', async () => {
    const violations = await check(
      'packages/client/src/a.test.ts',
      `import '../../contract/src/capabilities.ts';`,
    );
    expect(violations).toMatchObject([{ rule: 'relative path' }]);
  });
});

describe('circles within a package', () => {
  const circles = async (files: Readonly<Record<string, string>>) =>
    checkLayers(await makeTree(files)).map(({ rule, message }) => ({ rule, message }));

  it('are refused, types included, and the way round is told', async () => {
    const found = await circles({
      'packages/libvirt/src/a.ts': `import { b } from './rpc/b.ts';`,
      'packages/libvirt/src/c.ts': `import type { A } from '@orrery/libvirt/a.ts';`,
      'packages/libvirt/src/rpc/b.ts': `import type { C } from '../c.ts';`,
    });
    const way = ['a.ts', 'rpc/b.ts', 'c.ts', 'a.ts'].map(file => `packages/libvirt/src/${file}`).join(' -> ');
    expect(found).toEqual([
      { rule: 'circle', message: `${way}: move what they share to a module of its own` },
    ]);
  });

  it('are told once for each knot, with the shortest way', async () => {
    const found = await circles({
      'packages/libvirt/src/a.ts': `import './b.ts';\nimport './c.ts';`,
      'packages/libvirt/src/b.ts': `import './a.ts';`,
      'packages/libvirt/src/c.ts': `import './c.ts';`,
    });
    expect(found.map(({ message }) => message.split(':')[0])).toEqual([
      'packages/libvirt/src/a.ts -> packages/libvirt/src/b.ts -> packages/libvirt/src/a.ts',
      'packages/libvirt/src/c.ts -> packages/libvirt/src/c.ts',
    ]);
  });

  it('are none where two ways lead to one module', async () => {
    const found = await circles({
      'packages/libvirt/src/a.ts': `import './b.ts';\nimport './c.ts';`,
      'packages/libvirt/src/b.ts': `import './c.ts';`,
      'packages/libvirt/src/c.ts': `export const c = 1;`,
    });
    expect(found).toEqual([]);
  });
});

const allowed: readonly (readonly [string, string])[] = [
  ['apps/bff/src/backends/registry.ts', `const x = await import('@orrery/provider-libvirt/provider.ts');`],
  ['apps/bff/src/backends/registry.ts', `const kinds = ['libvirt', 'docker'];`],
  ['apps/bff/src/main.ts', `import { x } from './http/app.ts';`],
  ['apps/bff/src/http/a.test.ts', `import { x } from '../database/testing/test-database.ts';`],
  ['apps/bff/src/http/a.test.ts', `import { x } from '@orrery/provider-simulator/module.ts';`],
  ['apps/bff/src/realtime/testing/rig.ts', `import { x } from '@orrery/client/live/live-rows.ts';`],
  ['apps/web/src/features/hosts/a.ts', `import { x } from '../instances/manifest.ts';`],
  ['apps/web/vite.config.ts', `import { fileURLToPath } from 'node:url';`],
  ['packages/client/src/a.ts', `import { parse } from '@orrery/inventory/query/parse.ts';`],
  ['packages/provider-libvirt/src/a.ts', `import { x } from '@orrery/libvirt/uri.ts';`],
  ['packages/contract/src/backends/kinds.ts', `export const kinds = ['vsphere'];`],
  // Only the program counts: comments cite their sources, and strings are no imports.
  ['packages/contract/src/a.ts', `// The rule is libvirt's.\nexport const text = "import x from 'express'";`],
];

describe('the layer check admits', () => {
  it.each(allowed)('%s with %s', async (path, text) => {
    expect(await check(path, text)).toEqual([]);
  });
});

describe('the command', () => {
  const script = resolve(import.meta.dirname, '../check-layers.ts');

  it('fails and names file, line and rule', async () => {
    const root = await makeTree({ 'packages/contract/src/a.ts': `import '@orrery/client/client.ts';` });
    const { code, output } = await runCommand(process.execPath, [script, root], { timeoutMs: 20_000 });
    expect(code).toBe(1);
    expect(output).toContain('packages/contract/src/a.ts:1  direction: contract may not import client');
  });

  it('succeeds on a tree without crossings', async () => {
    const root = await makeTree({ 'packages/contract/src/a.ts': `import { z } from 'zod';` });
    expect(await runCommand(process.execPath, [script, root], { timeoutMs: 20_000 })).toMatchObject({
      code: 0,
      output: '',
    });
  });
});
