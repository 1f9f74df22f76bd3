interface FieldBase {
  /** For people, in completion. */
  readonly label: string;
  /** Restriction class: unknown to scopes that hide this class. */
  readonly restricted?: string;
  readonly aliases?: readonly string[];
}

type Nullable<T> = T | null | undefined;

export interface StringField<R> extends FieldBase {
  readonly type: 'string';
  get(resource: R): Nullable<string>;
  /** Id of what the text names: it matches as well, and is what is grouped by. */
  ref?(resource: R): Nullable<string>;
  /** Kind of what `ref`, or else the value, is the id of: its name matches as well, and is offered in completion. */
  readonly of?: string;
  /** Searched by free text. */
  readonly text?: boolean;
  /** May be grouped by in aggregates: few distinct values. */
  readonly group?: boolean;
}

export interface EnumField<R> extends FieldBase {
  readonly type: 'enum';
  readonly values: readonly string[];
  get(resource: R): Nullable<string>;
}

export type QuantityType = 'number' | 'bytes' | 'percent' | 'duration';

/** Bytes for `bytes`, 0 to 100 for `percent`, milliseconds for `duration`. */
export interface QuantityField<R> extends FieldBase {
  readonly type: QuantityType;
  get(resource: R): Nullable<number>;
}

/** A point in time as ISO 8601 text. `age` is written as a duration and counted from now: `age<2h`. */
export interface TimeField<R> extends FieldBase {
  readonly type: 'time' | 'age';
  get(resource: R): Nullable<string>;
}

/** Asked as `is:name`. */
export interface FlagField<R> extends FieldBase {
  readonly type: 'flag';
  get(resource: R): Nullable<boolean>;
}

/** Any of its values may match. An entry `key=value` also matches its `key`. */
export interface ListField<R> extends FieldBase {
  readonly type: 'list';
  get(resource: R): Nullable<readonly string[]>;
  /** Kind of what the values are the ids of: their names match as well, and are offered in completion. */
  readonly of?: string;
  readonly text?: boolean;
}

export type Field<R> =
  | StringField<R>
  | EnumField<R>
  | QuantityField<R>
  | TimeField<R>
  | FlagField<R>
  | ListField<R>;

/** Kind of what the field refers to by ids. */
export function refersTo<R>(field: Field<R>): string | undefined {
  return field.type === 'string' || field.type === 'list' ? field.of : undefined;
}

/** Name of a resource that whoever asks may see; undefined for all others. */
export type NameOf = (kind: string, id: string) => string | undefined;

/** What can be asked of one kind of resource. Names are lower case. */
export type FieldTable<R> = Readonly<Record<string, Field<R>>>;

/** A table as one scope knows it: restricted names are not refused, they do not exist. */
export interface VisibleFields<R> {
  find(name: string): { readonly name: string; readonly field: Field<R> } | undefined;
  /** Without aliases. */
  readonly names: readonly string[];
  readonly flags: readonly string[];
}

export function visibleFields<R>(table: FieldTable<R>, hides: readonly string[]): VisibleFields<R> {
  const known = new Map<string, { name: string; field: Field<R> }>();
  const names: string[] = [];
  const flags: string[] = [];
  for (const [name, field] of Object.entries(table)) {
    if (field.restricted !== undefined && hides.includes(field.restricted)) continue;
    (field.type === 'flag' ? flags : names).push(name);
    known.set(name, { name, field });
    for (const alias of field.aliases ?? []) known.set(alias, { name, field });
  }
  return { find: name => known.get(name.toLowerCase()), names, flags };
}
