import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { describe, expect, it } from 'vitest';
import { NameBatches } from './names.ts';

const known: Record<string, string> = { 'kvm:1': 'web-1', 'kvm:2': 'web-2', 'kvm:n': 'lab' };

function batches() {
  const asked: { kind: ResourceKind; ids: readonly string[] }[] = [];
  const names = new NameBatches(async (kind, ids) => {
    asked.push({ kind, ids });
    return new Map(ids.flatMap(id => (known[id] === undefined ? [] : [[id, known[id]]])));
  });
  return { names, asked };
}

describe('names of ids', () => {
  it('are asked for together, each once, and each kind by itself', async () => {
    const { names, asked } = batches();
    const found = await Promise.all([
      names.nameOf('instance', 'kvm:1'),
      names.nameOf('network', 'kvm:n'),
      names.nameOf('instance', 'kvm:2'),
      names.nameOf('instance', 'kvm:1'),
    ]);
    expect(found).toEqual(['web-1', 'lab', 'web-2', 'web-1']);
    expect(asked).toEqual([
      { kind: 'instance', ids: ['kvm:1', 'kvm:2'] },
      { kind: 'network', ids: ['kvm:n'] },
    ]);
  });

  it('are null where there is none', async () => {
    expect(await batches().names.nameOf('instance', 'kvm:gone')).toBeNull();
  });

  it('are asked for in pieces when there are many, and anew the next time', async () => {
    const { names, asked } = batches();
    await Promise.all(Array.from({ length: 120 }, (_, i) => names.nameOf('volume', `v:${i}`)));
    await names.nameOf('volume', 'v:0');
    expect(asked.map(({ ids }) => ids.length)).toEqual([50, 50, 20, 1]);
  });
});
