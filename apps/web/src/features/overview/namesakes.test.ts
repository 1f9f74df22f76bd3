import { expect, it } from 'vitest';
import { namesakes } from './namesakes.ts';

it('finds those that are named alike, and nobody else', () => {
  const rows = [
    { id: 'demo:pool-1', name: 'archive' },
    { id: 'demo:pool-2', name: 'nvme' },
    { id: 'still:pool-1', name: 'archive' },
  ];
  expect([...namesakes(rows, row => row.name)]).toEqual(['demo:pool-1', 'still:pool-1']);
  expect(namesakes(rows.slice(0, 2), row => row.name).size).toBe(0);
});
