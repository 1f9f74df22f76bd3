/** What every row on the wire has, asked for or not: which it is, and what may be done with it (RT-27). */
const always: readonly string[] = ['id', 'kind', 'actions'];

/** The row with the fields that were asked for; all of it when none were named. */
export function onlyFields<R extends object>(row: R, fields: readonly string[] | undefined): R {
  if (fields === undefined) return row;
  const wanted = new Set([...always, ...fields]);
  // Less than R by what the client has said it will not look at; nothing on the way reads more than `always`.
  return Object.fromEntries(Object.entries(row).filter(([name]) => wanted.has(name))) as R;
}

/** The same for all who name the same fields, in whatever order. */
export const fieldsKey = (fields: readonly string[] | undefined): string =>
  fields === undefined ? '' : [...new Set(fields)].sort().join(',');
