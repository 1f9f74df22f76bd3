import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { permissions } from '../identity/permissions.ts';
import { capabilities } from '../capabilities.ts';
import { resourceKinds } from './base.ts';
import { kindOfCollection, resourceRegistry } from './registry.ts';

describe.each(resourceKinds)('%s', kind => {
  const definition = resourceRegistry[kind];

  it('has a collection of its own and a schema that names its kind', () => {
    expect(kindOfCollection(definition.collection)).toBe(kind);
    expect(jsonProperties(definition.schema)).toHaveProperty('kind.const', kind);
  });

  it('has the fields that every resource has', () => {
    for (const field of ['id', 'kind', 'backend', 'name', 'project', 'status', 'asOf', 'source', 'actions'])
      expect(jsonProperties(definition.schema), field).toHaveProperty(field);
  });

  it('names a known permission for reading and for each action', () => {
    expect(permissions).toContain(definition.visibility.permission);
    for (const rule of definition.actions) expect(permissions).toContain(rule.permission);
  });

  it('has a capability for each action', () => {
    for (const rule of definition.actions) expect(capabilities).toContain(`${kind}.${rule.name}`);
  });

  it('can blank its topology fields: they are nullable or lists', () => {
    for (const field of definition.topologyFields) {
      const [top = '', nested] = field.split('.');
      const property = jsonProperties(definition.schema)[top];
      const shape = nested === undefined ? property : propertyOf(property, ['items', 'properties', nested]);
      const text = JSON.stringify(shape);
      expect(text.includes('"null"') || text.includes('"array"'), field).toBe(true);
    }
  });
});

function jsonProperties(schema: z.ZodType): Record<string, unknown> {
  const { properties } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' });
  return properties ?? {};
}

function propertyOf(from: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (at !== null && typeof at === 'object' ? Reflect.get(at, key) : undefined),
    from,
  );
}
