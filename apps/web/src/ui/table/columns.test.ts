import { describe, expect, it } from 'vitest';
import {
  type Column,
  columnTemplate,
  DEFAULT_COLUMNS,
  exactly,
  moveBefore,
  moveColumn,
  setShown,
  visibleColumns,
} from './columns.ts';

const column = (id: string, more: Partial<Column<unknown>> = {}): Column<unknown> => ({
  id,
  header: id,
  width: 100,
  cell: () => null,
  ...more,
});
const columns = [
  column('name', { fixed: true, grow: true }),
  column('host'),
  column('cpu'),
  column('tags', { optional: true }),
];
const shown = (state = DEFAULT_COLUMNS) => visibleColumns(columns, state).map(one => one.id);

describe('columns', () => {
  it('hides optional columns until they are chosen', () => {
    expect(shown()).toEqual(['name', 'host', 'cpu']);
    expect(shown(setShown(columns, DEFAULT_COLUMNS, { id: 'tags', shown: true }))).toEqual([
      'name',
      'host',
      'cpu',
      'tags',
    ]);
  });

  it('hides and shows again', () => {
    const hidden = setShown(columns, DEFAULT_COLUMNS, { id: 'host', shown: false });
    expect(shown(hidden)).toEqual(['name', 'cpu']);
    expect(shown(setShown(columns, hidden, { id: 'host', shown: true }))).toContain('host');
  });

  it('moves by one, and never before the fixed column', () => {
    expect(shown(moveColumn(columns, DEFAULT_COLUMNS, { id: 'cpu', by: -1 }))).toEqual([
      'name',
      'cpu',
      'host',
    ]);
    expect(shown(moveColumn(columns, DEFAULT_COLUMNS, { id: 'host', by: 1 }))).toEqual([
      'name',
      'cpu',
      'host',
    ]);
    expect(shown(moveColumn(columns, DEFAULT_COLUMNS, { id: 'host', by: -1 }))).toEqual([
      'name',
      'host',
      'cpu',
    ]);
    expect(shown(moveBefore(columns, DEFAULT_COLUMNS, { id: 'cpu', before: 'name' }))).toEqual([
      'name',
      'cpu',
      'host',
    ]);
  });

  it('shows exactly what a link names, whatever this person has hidden or shown', () => {
    const own = { order: ['name', 'host', 'cpu'], hidden: ['host'], widths: { host: 80 } };
    const linked = exactly(columns, own, ['name', 'host']);
    expect(shown(linked)).toEqual(['name', 'host']);
    expect(linked.widths).toEqual({ host: 80 });
  });

  it('builds one template for header and rows', () => {
    const state = { ...DEFAULT_COLUMNS, widths: { host: 10 } };
    expect(columnTemplate(visibleColumns(columns, state), state, true)).toEqual({
      template: '48px minmax(100px,1fr) 56px 100px',
      width: 48 + 100 + 56 + 100,
    });
  });
});
