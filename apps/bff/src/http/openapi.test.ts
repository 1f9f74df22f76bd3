import { routes } from '@orrery/contract/http/routes.ts';
import { resourceKinds } from '@orrery/contract/resources/base.ts';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeApi } from './openapi.ts';

/** As much of OpenAPI 3.1 as a description like ours can get wrong. */
const content = z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) }));
const operation = z.strictObject({
  operationId: z.string().min(1),
  summary: z.string().min(1),
  'x-permission': z.string(),
  security: z.array(z.unknown()).max(0).optional(),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      in: z.enum(['path', 'query']),
      required: z.boolean(),
      schema: z.record(z.string(), z.unknown()),
    }),
  ),
  requestBody: z.strictObject({ content }).optional(),
  responses: z.record(
    z.string().regex(/^([1-5]\d\d|default)$/),
    z.strictObject({ description: z.string(), content: content.optional() }),
  ),
});
const document = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  servers: z.array(z.object({ url: z.string() })).min(1),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'head', 'post', 'put', 'patch', 'delete']), operation),
  ),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[\w.-]+$/), z.record(z.string(), z.unknown())),
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.string() })),
  }),
  security: z.array(z.record(z.string(), z.array(z.string()))),
});

// Through text, as a reader gets it.
const described = document.parse(JSON.parse(JSON.stringify(describeApi(routes, '1.2.3'))));

it('has every route of the contract and no other', () => {
  const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, found]) => `${found.operationId} ${method.toUpperCase()} ${path}`),
  );
  const expected = routes.map(spec => `${spec.id} ${spec.method} ${spec.path}`);
  expect(operations.toSorted()).toEqual(expected.toSorted());
});

it('names every parameter of a path', () => {
  for (const spec of routes) {
    const { parameters = [] } = described.paths[spec.path]?.[methodOf(spec.method)] ?? {};
    const named = parameters.filter(found => found.in === 'path').map(found => found.name);
    expect(named, spec.id).toEqual([...spec.path.matchAll(/\{(\w+)\}/g)].map(match => match[1]));
  }
});

const methodOf = (method: (typeof routes)[number]['method']) =>
  ({ GET: 'get', HEAD: 'head', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' })[method] as 'get';

it('refers to nothing that is not there', () => {
  const references = [...JSON.stringify(described).matchAll(/"\$ref":"([^"]+)"/g)].map(match => match[1]);
  const there = Object.keys(described.components.schemas).map(name => `#/components/schemas/${name}`);
  expect(references.length).toBeGreaterThan(resourceKinds.length);
  expect([...new Set(references)].filter(reference => !there.includes(String(reference)))).toEqual([]);
});

it('writes each resource once', () => {
  expect(Object.keys(described.components.schemas).toSorted()).toEqual(
    ['Problem', ...resourceKinds.map(pascal)].toSorted(),
  );
  expect(JSON.stringify(described.paths).length).toBeLessThan(230_000);
});

const pascal = (kind: string) =>
  kind
    .split('-')
    .map(part => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');

it('says which routes need no session', () => {
  const open = Object.values(described.paths).flatMap(methods =>
    Object.values(methods)
      .filter(found => found.security?.length === 0)
      .map(found => found.operationId),
  );
  expect(open.toSorted()).toEqual(['login', 'openapi']);
});
