import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { z } from 'zod';
import type { Authenticated } from '../authn/api.ts';
import type { Viewer } from '../authz/viewer.ts';
import type { RequestFacts } from './request-facts.ts';
import { validate } from './validate.ts';

/** What is known of every request that reaches a handler. */
export interface PublicContext {
  facts: RequestFacts;
  params: Readonly<Record<string, string>>;
  /** As they came; handlers get them validated. */
  raw: { query: unknown; body: unknown };
  /** Headers, and the body where the route reads it itself (`stream: 'request'`). */
  incoming: IncomingMessage;
  /** Aborted when the caller goes away. */
  signal: AbortSignal;
  /** What the audit log is to know of this request beyond route and caller, however it ends. */
  note: (detail: AuditDetail) => void;
}

export interface Context extends PublicContext {
  auth: Authenticated;
  /** Over all projects the caller may see. */
  viewer: Viewer;
}

export interface Reply {
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** Where it is not the route's own: 206 for a part. */
  status?: number;
  /** Writes the body itself (`stream: 'response'`); headers and status are set. */
  stream?: (response: ServerResponse) => Promise<void>;
}

export interface AuditDetail {
  targetKind?: ResourceKind;
  target?: string;
  /** Where it is not the caller: a login. */
  actor?: { id: string; name: string };
  detail?: Record<string, unknown>;
}

type Serve<C> = (context: C) => Promise<Reply> | Reply;

interface Schemas {
  query?: z.ZodType;
  body?: z.ZodType;
}

/** One route's code, with the contract's schemas that it was written for: bindRoutes refuses others. */
export type Handler =
  | (Schemas & { access: 'public'; serve: Serve<PublicContext> })
  | (Schemas & { access: 'authenticated'; serve: Serve<Context> });

export type Handlers = Readonly<Record<string, Handler>>;

export const plain = (serve: Serve<Context>): Handler => ({ access: 'authenticated', serve });

export const withQuery = <Q extends z.ZodType>(
  query: Q,
  serve: (context: Context, query: z.output<Q>) => Promise<Reply> | Reply,
): Handler => ({
  access: 'authenticated',
  query,
  serve: context => serve(context, validate(query, context.raw.query)),
});

export const withBody = <B extends z.ZodType>(
  body: B,
  serve: (context: Context, body: z.output<B>) => Promise<Reply> | Reply,
): Handler => ({
  access: 'authenticated',
  body,
  serve: context => serve(context, validate(body, context.raw.body)),
});

export const publicPlain = (serve: Serve<PublicContext>): Handler => ({ access: 'public', serve });

export const publicWithBody = <B extends z.ZodType>(
  body: B,
  serve: (context: PublicContext, body: z.output<B>) => Promise<Reply> | Reply,
): Handler => ({
  access: 'public',
  body,
  serve: context => serve(context, validate(body, context.raw.body)),
});

/** A parameter that the route's path has; bindRoutes and Express make sure that it is there. */
export function param(context: PublicContext, name: string): string {
  const value = context.params[name];
  if (value === undefined) throw new Error(`The route has no parameter ${name}`);
  return value;
}
