import type { z } from 'zod';
import { fieldWords } from '../errors/field-words.ts';
import { type Reason, RequestError } from '../errors/request-error.ts';

/** More reasons than this help nobody, and a large body could make many. */
const mostReasons = 20;

export function validate<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value, { reportInput: false, error: fieldWords });
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.slice(0, mostReasons).map(reasonOf);
  throw new RequestError('request.invalid', 'Some fields are missing or wrong', { reasons });
}

function reasonOf(issue: z.core.$ZodIssue): Reason {
  const field = issue.path.map(String).join('.');
  return { code: issue.code, ...(field !== '' && { field }), message: issue.message };
}
