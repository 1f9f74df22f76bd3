import { capabilities, type Capability, type CapabilityTable } from '@orrery/contract/capabilities.ts';
import { expect, it } from 'vitest';
import { ownMeans } from '../inventory/own-means.ts';
import { providerKinds } from './provider-kinds.ts';

const columns = ['libvirt', 'docker', 'vsphere', 'simulator'] as const;
const titles = { libvirt: 'KVM (libvirt)', docker: 'Containers', vsphere: 'vSphere', simulator: 'Simulator' };

/** What each kind of back end can do at best, from the tables that the conformance suite holds them to. */
async function documentText(): Promise<string> {
  const tables = await Promise.all(columns.map(async kind => (await providerKinds[kind]?.())?.capabilities));
  const rows = capabilities.map(
    name => `| \`${name}\` | ${tables.map(table => cell(table, name)).join(' | ')} |`,
  );
  return [
    '# Who can do what',
    '',
    'Generated from the tables of the providers (`vitest run apps/bff/src/backends/capabilities-document.test.ts -u`).',
    'The conformance suite exercises every `yes` on a real back end, and checks that everything else is refused with',
    'the reason that stands here. `by Orrery`: the back end has no such thing, and Orrery does it by itself',
    '([migrations](specs/migrations.md), MG-12 and MG-15). The page of a back end shows what this one, with its version',
    'and rights, can do.',
    '',
    `| capability | ${columns.map(kind => titles[kind]).join(' | ')} |`,
    `|---|${columns.map(() => '---|').join('')}`,
    ...rows,
    '',
  ].join('\n');
}

function cell(table: CapabilityTable | undefined, name: Capability): string {
  const state = table?.[name];
  if (table === undefined || state === undefined) return 'not there yet';
  if (state === true) return 'yes';
  return ownMeans(name, table) === null ? state : 'by Orrery';
}

// It loads every provider, which takes a busy machine a while.
it('docs/capabilities.md says what the providers say', { timeout: 120_000 }, async () => {
  await expect(await documentText()).toMatchFileSnapshot('../../../../docs/capabilities.md');
});
