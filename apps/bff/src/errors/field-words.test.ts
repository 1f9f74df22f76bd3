import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fieldWords } from './field-words.ts';

function wrong(schema: z.ZodType, value: unknown): string[] {
  return schema.safeParse(value, { error: fieldWords }).error?.issues.map(({ message }) => message) ?? [];
}

describe('words about a wrong field', () => {
  it('count what people count', () => {
    expect(wrong(z.string().max(3), 'four')).toEqual(['At most 3 characters']);
    expect(wrong(z.string().min(8), 'short')).toEqual(['At least 8 characters']);
    expect(wrong(z.array(z.string()).min(1), [])).toEqual(['Must not be empty']);
    expect(wrong(z.number().max(10), 11)).toEqual(['At most 10']);
    expect(wrong(z.number().gt(0), 0)).toEqual(['At least 0, and not 0 itself']);
  });

  it('say what is asked for', () => {
    expect(wrong(z.object({ name: z.string() }), {})).toEqual(['Is missing']);
    expect(wrong(z.int(), 1.5)).toEqual(['Must be a whole number']);
    expect(wrong(z.boolean(), 'yes')).toEqual(['Must be true or false']);
    expect(wrong(z.enum(['in', 'out', 'both']), 'up')).toEqual(['Must be in, out or both']);
    expect(wrong(z.strictObject({}), { colour: 1 })).toEqual(['There is no such field: colour']);
  });

  it('show no pattern, and leave what a schema says itself', () => {
    expect(wrong(z.string().regex(/^[a-z]+$/), 'A')).toEqual(['Has characters that are not allowed here']);
    expect(wrong(z.string().regex(/^[a-z]+$/, 'Use small letters'), 'A')).toEqual(['Use small letters']);
  });
});
