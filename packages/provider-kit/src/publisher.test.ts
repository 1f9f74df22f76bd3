import { beforeEach, describe, expect, it } from 'vitest';
import { InventoryMirror } from './conformance/mirror.ts';
import type { Reported } from './reported.ts';
import { Publisher } from './publisher.ts';
import { ManualClock } from './testing/manual-clock.ts';

const image = (id: string, change: Partial<Reported<'image'>> = {}): Reported<'image'> => ({
  id: `b:${id}`,
  backend: 'b',
  kind: 'image',
  name: id,
  project: null,
  asOf: '2026-01-01T00:00:00.000Z',
  source: 'poll',
  status: 'available',
  format: null,
  sizeBytes: 1,
  virtualSizeBytes: null,
  os: null,
  architecture: null,
  minDiskGiB: null,
  minMemoryMiB: null,
  visibility: 'public',
  protected: false,
  createdAt: null,
  ...change,
});

let mirror: InventoryMirror;
let publisher: Publisher;
const names = () => [...mirror.resources.keys()];

beforeEach(() => {
  mirror = new InventoryMirror(new ManualClock());
  publisher = new Publisher();
  publisher.open(mirror);
});

describe('the sink is told', () => {
  it('what has changed, and not what only was looked at again', () => {
    publisher.tell('p', [image('one'), image('two')]);
    const { calls } = mirror;
    publisher.tell('p', [image('one', { asOf: '2026-01-02T00:00:00.000Z', source: 'event' })]);
    expect(mirror.calls).toBe(calls);
    publisher.tell('p', [image('one', { sizeBytes: 2 })]);
    expect(mirror.calls).toBe(calls + 1);
    expect(mirror.get('image', 'b:one')?.sizeBytes).toBe(2);
  });

  it('what is gone, once, and nothing of what it never knew', () => {
    publisher.tellAll('p', 'image', [image('one'), image('two')]);
    publisher.tellAll('q', 'image', [image('three')]);
    publisher.tellAll('p', 'image', [image('two')]);
    expect(names()).toEqual(['b:two', 'b:three']);
    const { calls } = mirror;
    publisher.remove(['b:one', 'b:unknown']);
    expect(mirror.calls).toBe(calls);
  });

  it('a whole list at once, and what is not in it is gone', () => {
    publisher.list(null, ['image'], [image('one'), image('two')]);
    publisher.list(null, ['image'], [image('two')]);
    expect(names()).toEqual(['b:two']);
    publisher.tellAll(null, 'image', []);
    expect(names()).toEqual([]);
  });

  it('nothing after it was closed', () => {
    publisher.open(null);
    publisher.tell('p', [image('one')]);
    publisher.list('p', ['image'], [image('one')]);
    expect(mirror.calls).toBe(0);
  });
});
