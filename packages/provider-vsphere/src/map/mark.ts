import type { CustomField } from '@orrery/vim25/methods/custom-fields.ts';
import type { VmFacts } from './facts.ts';

/** Custom attributes in which Orrery keeps what vSphere has no place for. */
export const markFields = {
  project: 'orrery.project',
  title: 'orrery.title',
  tags: 'orrery.tags',
  flavor: 'orrery.flavor',
  image: 'orrery.image',
  operation: 'orrery.operation',
} as const;
export type MarkName = keyof typeof markFields;

/** Keys of the attributes on this vCenter; those that nobody has written yet are missing. */
export type MarkKeys = Partial<Record<MarkName, number>>;

export interface Mark {
  project: string | null;
  title: string | null;
  tags: string[];
  flavor: string | null;
  /** Name of the template that it was made from. */
  image: string | null;
}

export function markKeys(fields: readonly CustomField[]): MarkKeys {
  const keyOf = (wanted: string) =>
    fields.find(({ name, type }) => name === wanted && (type === null || type === 'VirtualMachine'))?.key;
  const keys: MarkKeys = {};
  for (const name of ['project', 'title', 'tags', 'flavor', 'image', 'operation'] as const) {
    const key = keyOf(markFields[name]);
    if (key !== undefined) keys[name] = key;
  }
  return keys;
}

/** Tags are a JSON list of texts; what someone else wrote there is none. */
function readTags(text: string | null): string[] {
  if (text === null) return [];
  try {
    const tags: unknown = JSON.parse(text);
    return Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : [];
  } catch {
    return [];
  }
}

export const writeTags = (tags: readonly string[]): string => (tags.length === 0 ? '' : JSON.stringify(tags));

export function markOf({ custom }: Pick<VmFacts, 'custom'>, keys: MarkKeys): Mark {
  const value = (name: MarkName): string | null => {
    const key = keys[name];
    return (key === undefined ? '' : custom.get(key)) || null;
  };
  return {
    project: value('project'),
    title: value('title'),
    tags: readTags(value('tags')),
    flavor: value('flavor'),
    image: value('image'),
  };
}

/** The operation that made it, once it was whole. */
export function madeBy({ custom }: Pick<VmFacts, 'custom'>, keys: MarkKeys): string | null {
  const key = keys.operation;
  return (key === undefined ? '' : custom.get(key)) || null;
}
