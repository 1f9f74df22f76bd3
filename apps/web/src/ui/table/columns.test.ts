import { describe, expect, it } from 'vitest';
import {
  type Column,
  columnTemplate,
  DEFAULT_COLUMNS,
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
    expect(shown(setShown(columns, DEFAULT_COLUMNS, 'tags', true))).toEqual(['name', 'host', 'cpu', 'tags']);
  });

  it('hides and shows again', () => {
    const hidden = setShown(columns, DEFAULT_COLUMNS, 'host', false);
    expect(shown(hidden)).toEqual(['name', 'cpu']);
    expect(shown(setShown(columns, hidden, 'host', true))).toContain('host');
  });

  it('moves by one, and never before the fixed column', () => {
    expect(shown(moveColumn(columns, DEFAULT_COLUMNS, 'cpu', -1))).toEqual(['name', 'cpu', 'host']);
    expect(shown(moveColumn(columns, DEFAULT_COLUMNS, 'host', 1))).toEqual(['name', 'cpu', 'host']);
    expect(shown(moveColumn(columns, DEFAULT_COLUMNS, 'host', -1))).toEqual(['name', 'host', 'cpu']);
    expect(shown(moveBefore(columns, DEFAULT_COLUMNS, 'cpu', 'name'))).toEqual(['name', 'cpu', 'host']);
  });

  it('builds one template for header and rows', () => {
    const state = { ...DEFAULT_COLUMNS, widths: { host: 10 } };
    expect(columnTemplate(visibleColumns(columns, state), state, true)).toEqual({
      template: '48px minmax(100px,1fr) 56px 100px',
      width: 48 + 100 + 56 + 100,
    });
  });
});
