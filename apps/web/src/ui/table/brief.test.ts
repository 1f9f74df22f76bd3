import { describe, expect, it } from 'vitest';
import { briefOf } from './brief.ts';
import type { Column } from './columns.ts';

const column = (id: string, more: Partial<Column<string>> = {}): Column<string> => ({
  id,
  header: id,
  width: 100,
  cell: () => id,
  ...more,
});

const said = (columns: readonly Column<string>[]) => {
  const brief = briefOf(columns);
  return brief && [brief.title.id, ...brief.facts.map(({ id }) => id)].join(' ');
};

describe('what a row shows on a narrow screen', () => {
  it('is the first column with the next few, where no column says anything', () => {
    expect(said(['name', 'status', 'type', 'vlan', 'hosts'].map(id => column(id)))).toBe(
      'name status type vlan',
    );
  });

  it('is what the columns say, and what the reader added', () => {
    const columns = [
      column('at'),
      column('status', { brief: 'fact' }),
      column('message', { brief: 'title' }),
      column('target'),
      column('project', { optional: true }),
    ];
    expect(said(columns)).toBe('message status project');
  });

  it('is no more than fits', () => {
    const columns = ['a', 'b', 'c', 'd', 'e', 'f'].map(id => column(id, { brief: 'fact' }));
    expect(said(columns)).toBe('a b c d e');
  });

  it('has what can be done at its end', () => {
    const columns = [column('name'), column('apply', { brief: 'end' }), column('gain')];
    expect(said(columns)).toBe('name gain');
    expect(briefOf(columns)?.end?.id).toBe('apply');
  });

  it('is nothing without columns', () => {
    expect(said([])).toBeUndefined();
  });
});
