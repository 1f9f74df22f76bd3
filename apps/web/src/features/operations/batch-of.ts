/** The bulk request that a query is about: `batch:…`. */
export function batchOf(q: string): string | undefined {
  return /(?:^|\s)batch:"?([0-9a-f-]{36})"?(?:\s|$)/.exec(q)?.[1];
}
