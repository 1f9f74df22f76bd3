/** What every row on the wire has, asked for or not: which it is, and what may be done with it (RT-27). */
const always: readonly string[] = ['id', 'kind', 'actions'];

/** Takes the fields that were asked for out of rows; all of them when none were named. */
export function fieldPicker<R extends object>(fields: readonly string[] | undefined): (row: R) => R {
  if (fields === undefined) return row => row;
  const wanted = [...new Set([...always, ...fields])];
  return row => {
    // Reading any name of a plain object gives something or undefined: both are `unknown`.
    const values = row as Readonly<Record<string, unknown>>;
    const picked: Record<string, unknown> = {};
    for (const name of wanted) if (Object.hasOwn(values, name)) picked[name] = values[name];
    // Less than R by what the client has said it will not look at; nothing on the way reads more than `always`.
    return picked as R;
  };
}

/** The same for all who name the same fields, in whatever order. */
export const fieldsKey = (fields: readonly string[] | undefined): string =>
  fields === undefined ? '' : [...new Set(fields)].sort().join(',');
