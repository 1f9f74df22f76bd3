import { problemSchema } from '@orrery/contract/errors/problem.ts';
import type { RouteSpec } from '@orrery/contract/http/route.ts';
import { type ResourceKind, resourceKinds } from '@orrery/contract/resources/base.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { z } from 'zod';
import { apiPrefix } from './api-prefix.ts';

type Json = Record<string, unknown>;

/** Schemas with a name become components; all others are written where they are used. */
function namedSchemas() {
  const registry = z.registry<{ id: string }>();
  registry.add(problemSchema, { id: 'Problem' });
  for (const kind of resourceKinds) registry.add(resourceRegistry[kind].schema, { id: componentName(kind) });
  return registry;
}

/** `storage-pool` is `StoragePool`. */
const componentName = (kind: ResourceKind): string =>
  kind.replaceAll(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase());

/** OpenAPI 3.1 of the routes, made from the contract's own schemas. */
export function describeApi(routes: readonly RouteSpec[], version: string): Json {
  const components: Json = {};
  const schemaOf = schemaWriter(components);
  const paths: Record<string, Json> = {};
  for (const spec of routes) {
    const path = (paths[spec.path] ??= {});
    path[spec.method.toLowerCase()] = operationOf(spec, schemaOf);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Orrery', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: apiPrefix }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'orrery_session' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
    security: [{ session: [] }, { token: [] }],
  };
}

type WriteSchema = (schema: z.ZodType, io: 'input' | 'output') => Json;

function schemaWriter(components: Json): WriteSchema {
  const metadata = namedSchemas();
  return (schema, io) => {
    const text = JSON.stringify(z.toJSONSchema(schema, { io, metadata, unrepresentable: 'any' }));
    const moved: unknown = JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/'));
    const { $schema: _dialect, $defs, ...rest } = z.record(z.string(), z.unknown()).parse(moved);
    Object.assign(components, $defs);
    return hoisted(rest, components, metadata.get(schema)?.id);
  };
}

/** A named schema is itself a component: leave a reference in its place. */
function hoisted(schema: Json, components: Json, name: string | undefined): Json {
  if (name === undefined) return schema;
  const { id: _id, ...rest } = schema;
  components[name] = rest;
  return { $ref: `#/components/schemas/${name}` };
}

function operationOf(spec: RouteSpec, schemaOf: WriteSchema): Json {
  const body = spec.body && {
    requestBody: { content: { 'application/json': { schema: schemaOf(spec.body, 'input') } } },
  };
  return {
    operationId: spec.id,
    summary: spec.summary,
    'x-permission': spec.permission,
    ...(spec.permission === 'public' && { security: [] }),
    parameters: [...pathParameters(spec), ...queryParameters(spec, schemaOf)],
    ...body,
    responses: {
      [spec.status]: {
        description: 'Done',
        ...(spec.response && {
          content: { 'application/json': { schema: schemaOf(spec.response, 'output') } },
        }),
      },
      default: {
        description: 'A problem (RFC 9457)',
        content: { 'application/problem+json': { schema: schemaOf(problemSchema, 'output') } },
      },
    },
  };
}

const pathParameters = ({ path }: RouteSpec): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

function queryParameters(spec: RouteSpec, schemaOf: WriteSchema): Json[] {
  if (!spec.query) return [];
  const { properties = {}, required = [] } = z
    .looseObject({
      properties: z.record(z.string(), z.unknown()).optional(),
      required: z.array(z.string()).optional(),
    })
    .parse(schemaOf(spec.query, 'input'));
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}
