import { InventoryMirror } from '@orrery/provider-kit/conformance/mirror.ts';
import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { Publisher } from './publisher.ts';
import { Store } from './store.ts';

const seen = { asOf: '2026-01-01T00:00:00.000Z', source: 'poll' as const };
const ref = (value: string) => ({ type: 'VirtualMachine', value });

let mirror: InventoryMirror;
let store: Store;
let publisher: Publisher;

beforeEach(() => {
  mirror = new InventoryMirror(new ManualClock());
  store = new Store();
  publisher = new Publisher({ scene: { backend: 'b', store, keys: {} }, part: 'vc' });
  publisher.open(mirror);
});

function put(value: string, changes: Record<string, string>): void {
  store.apply(ref(value), changes, seen);
  const vm = store.vmOf(ref(value));
  if (vm) publisher.vmChanged(vm);
}

const names = () => mirror.all('instance').map(i => i.name);

describe('publisher', () => {
  it('tells a change once, and nothing where nothing has changed', () => {
    put('vm-1', { name: 'one' });
    publisher.flush();
    const { calls } = mirror;
    put('vm-1', { name: 'one' });
    publisher.flush();
    expect(mirror.calls).toBe(calls);
    expect(names()).toEqual(['one']);
  });

  it('a list that a change overtakes does not bring the old state back', async () => {
    for (let i = 0; i < 200; i++) put(`vm-${i}`, { name: `n${i}` });
    const listing = publisher.list(true);
    put('vm-0', { name: 'changed meanwhile' });
    publisher.flush();
    await listing;
    expect(names()).toContain('changed meanwhile');
    expect(names()).not.toContain('n0');
  });

  it('a list that a deletion overtakes does not bring it back', async () => {
    for (let i = 0; i < 200; i++) put(`vm-${i}`, { name: `n${i}` });
    const listing = publisher.list(true);
    const vm = store.vmOf(ref('vm-0'));
    if (vm) publisher.vmGone(vm);
    store.remove(ref('vm-0'));
    publisher.flush();
    await listing;
    expect(names()).not.toContain('n0');
    expect(names()).toHaveLength(199);
  });

  describe('a list that is overtaken after it has taken that in', () => {
    const breath = () => new Promise<void>(resolve => setImmediate(resolve));
    const listed = async (meanwhile: () => void) => {
      for (let i = 0; i < 200; i++) put(`vm-${i}`, { name: `n${i}` });
      const listing = publisher.list(true);
      // Some have been taken in, others not yet, and nothing has been told.
      await breath();
      await breath();
      meanwhile();
      publisher.flush();
      await listing;
    };

    it('by a change: what was told last stands', async () => {
      await listed(() => put('vm-0', { name: 'changed meanwhile' }));
      expect(names()).toContain('changed meanwhile');
      expect(names()).not.toContain('n0');
      expect(names()).toHaveLength(200);
    });

    it('by a deletion: it does not come back', async () => {
      await listed(() => {
        const vm = store.vmOf(ref('vm-0'));
        if (vm) publisher.vmGone(vm);
        store.remove(ref('vm-0'));
      });
      expect(names()).not.toContain('n0');
      expect(names()).toHaveLength(199);
    });

    it('by what was made between its kinds: it is not lost', async () => {
      const made = { type: 'HostSystem', value: 'host-1' };
      await listed(() => {
        store.apply(made, { name: 'new host' }, seen);
        publisher.othersChanged();
      });
      expect(mirror.all('host').map(h => h.name)).toEqual(['new host']);
      for (let at = 0; at < 12; at++) {
        const listing = publisher.list(true);
        for (let i = 0; i < at; i++) await breath();
        put(`vm-late-${at}`, { name: `late ${at}` });
        publisher.flush();
        await listing;
        expect(names()).toContain(`late ${at}`);
      }
      expect(names()).toHaveLength(212);
    });
  });

  it('what becomes a template is an image and no instance any more', () => {
    put('vm-1', { name: 'golden' });
    publisher.flush();
    put('vm-1', { 'config.template': 'true' });
    publisher.flush();
    expect(mirror.all('image').map(i => i.name)).toEqual(['golden']);
    expect(names()).toEqual([]);
    put('vm-1', { 'config.template': 'false' });
    publisher.flush();
    expect(mirror.all('image')).toEqual([]);
    expect(names()).toEqual(['golden']);
  });
});
