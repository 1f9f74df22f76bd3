import { describe, expect, it } from 'vitest';
import { batchOf } from './batch-of.ts';

const id = '01a201e9-33a1-7039-aad7-9e0000000000';

describe('the bulk request of a query', () => {
  it.each([
    [`batch:${id}`, id],
    [`status:failed batch:"${id}"`, id],
    [`!batch:${id}`, undefined],
    ['batch:web', undefined],
    ['', undefined],
  ])('%s', (q, batch) => expect(batchOf(q)).toBe(batch));
});
