import type { z } from 'zod';
import type { Permission } from '../identity/permissions.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One REST route. Everything (validation, client, OpenAPI, permission check) derives from this. */
export interface RouteSpec {
  /** Names the handler in the BFF and the operationId in OpenAPI. */
  id: string;
  method: Method;
  /** Below `/api/v1`, with `{name}` for parameters. */
  path: string;
  summary: string;
  /** `public` is the only way around a session. `row` = decided by the resource's own rules after loading it. */
  permission: Permission | 'public' | 'row';
  query?: z.ZodType;
  body?: z.ZodType;
  response: z.ZodType | null;
  status: 200 | 201 | 202 | 204;
  /** Bytes instead of JSON: `request` reads them, `response` writes them. */
  stream?: 'request' | 'response';
  /**
   * No change of its own: a part of an upload, or a question that is asked again and again. The audit log has it only when
   * it is refused.
   */
  routine?: true;
}
