import { describe, expect, it } from 'vitest';
import { liveRig, opened, recorded, rowsSpec } from '../testing/live-rig.ts';
import { machine } from '../testing/machine.ts';

const upsert = (...rows: ReturnType<typeof machine>[]) =>
  rows.map(resource => ({ op: 'upsert' as const, resource }));

describe('a client that looks at a few fields only', () => {
  it('RT-27: is sent those, and which row it is', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a', { cpu: 7 })));
    const { frames } = recorded(opened(rig, rowsSpec({ fields: ['cpu', 'no-such-field'] })));
    rig.runtime.advance(1);
    expect(frames[0]).toMatchObject({ type: 'snapshot', total: 1 });
    expect(frames[0]).toHaveProperty('items', [{ id: 'a', kind: 'machine', cpu: 7 }]);
  });

  it('RT-27: hears nothing of changes that it did not ask for, and all of those that it did', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a')));
    const { frames } = recorded(opened(rig, rowsSpec({ fields: ['cpu'] })));
    rig.runtime.advance(1);
    rig.store.apply(upsert(machine('a', { memory: 1 })));
    rig.runtime.advance(100);
    expect(frames).toHaveLength(1);
    rig.store.apply(upsert(machine('a', { memory: 1, cpu: 99 })));
    rig.runtime.advance(100);
    expect(frames[1]).toHaveProperty('upserts', [{ id: 'a', kind: 'machine', cpu: 99 }]);
  });

  it('RT-27: can ask and sort by what it is not sent', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a'), machine('b', { status: 'stopped' }), machine('c')));
    const { frames } = recorded(
      opened(rig, rowsSpec({ q: 'status:running', sort: '-name', fields: ['cpu'] })),
    );
    rig.runtime.advance(1);
    expect(frames[0]).toMatchObject({ items: [{ id: 'c' }, { id: 'a' }] });
  });

  it('RT-4: those who name the same fields share, and others do not', () => {
    const rig = liveRig();
    const one = opened(rig, rowsSpec({ fields: ['cpu', 'name'] }));
    expect(opened(rig, rowsSpec({ fields: ['name', 'cpu'] }))).toBe(one);
    expect(opened(rig, rowsSpec({ fields: ['name'] }))).not.toBe(one);
    expect(opened(rig, rowsSpec())).not.toBe(one);
  });
});
