import { describe, expect, it } from 'vitest';
import { tableCommand } from './table-keys.ts';

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const place = { active: 4, total: 10, pageRows: 5 };

describe('table keys', () => {
  it.each([
    ['j', 5],
    ['ArrowUp', 3],
    ['PageDown', 9],
    ['PageUp', 0],
    ['Home', 0],
    ['End', 9],
  ])('%s moves to row %i', (key, to) => {
    expect(tableCommand(press(key), place)).toEqual({ kind: 'move', to, extend: false });
  });

  it('starts at the first row', () => {
    expect(tableCommand(press('j'), { ...place, active: -1 })).toEqual({
      kind: 'move',
      to: 0,
      extend: false,
    });
  });

  it('extends with shift', () => {
    expect(tableCommand(press('ArrowDown', { shiftKey: true }), place)).toMatchObject({
      to: 5,
      extend: true,
    });
  });

  it('leaves keys alone that belong to the browser', () => {
    expect(tableCommand(press('r', { ctrlKey: true }), place)).toBeUndefined();
    expect(tableCommand(press('ArrowLeft', { altKey: true }), place)).toBeUndefined();
    expect(tableCommand(press('j'), { ...place, total: 0 })).toBeUndefined();
  });

  it('opens and selects only where a row is active', () => {
    expect(tableCommand(press('Enter'), place)).toEqual({ kind: 'open' });
    expect(tableCommand(press('Enter'), { ...place, active: -1 })).toBeUndefined();
    expect(tableCommand(press('x'), place)).toEqual({ kind: 'select' });
    expect(tableCommand(press('a', { metaKey: true }), place)).toEqual({ kind: 'selectAll' });
  });
});
