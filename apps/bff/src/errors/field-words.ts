import type { z } from 'zod';

type RawIssue = z.core.$ZodRawIssue;

/**
 * What is wrong with a field, in words for the person who filled it in: no types of ours, no regular expressions.
 * Given to zod as the error of one parse, so a message that a schema states itself goes before it.
 */
export function fieldWords(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'too_big':
      return `At most ${limitOf(issue, issue.maximum)}`;
    case 'too_small':
      return isMissing(issue) ? 'Must not be empty' : `At least ${limitOf(issue, issue.minimum)}`;
    case 'invalid_format':
      return issue.format === 'regex'
        ? 'Has characters that are not allowed here'
        : `Not a valid ${issue.format}`;
    case 'invalid_value':
      return `Must be ${issue.values.map(String).join(', ')}`.replace(/, ([^,]*)$/, ' or $1');
    case 'unrecognized_keys':
      return `There is no such field: ${issue.keys.join(', ')}`;
    case 'not_multiple_of':
      return `Must be a multiple of ${issue.divisor}`;
    case 'invalid_type':
      return issue.input === undefined
        ? 'Is missing'
        : `Must be ${TYPES[issue.expected] ?? `of type ${issue.expected}`}`;
    default:
      return undefined;
  }
}

const TYPES: Record<string, string> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'text',
};

type Bound = { origin: string; inclusive?: boolean; exact?: boolean };

const isMissing = (issue: RawIssue & { code: 'too_small' }): boolean =>
  issue.minimum === 1 && (issue.origin === 'string' || issue.origin === 'array');

/** "64 characters", "3 entries", "12" or, where the bound itself is not allowed, "less than 12" has no place: say so. */
function limitOf({ origin, inclusive = true }: Bound, bound: number | bigint): string {
  const figure = inclusive ? String(bound) : `${bound}, and not ${bound} itself`;
  if (origin === 'string') return `${figure} ${bound === 1 ? 'character' : 'characters'}`;
  if (origin === 'array' || origin === 'set') return `${figure} ${bound === 1 ? 'entry' : 'entries'}`;
  return figure;
}
