/** Those of the rows that look like another of them: they need something beside their name. */
export function namesakes<R extends { readonly id: string }>(
  rows: readonly R[],
  nameOf: (row: R) => string,
): ReadonlySet<string> {
  const alike = Map.groupBy(rows, nameOf);
  return new Set(
    [...alike.values()].filter(group => group.length > 1).flatMap(group => group.map(r => r.id)),
  );
}
