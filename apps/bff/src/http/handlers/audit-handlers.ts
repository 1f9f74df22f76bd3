import type { auditPageSchema, auditVerifySchema } from '@orrery/contract/http/bodies.ts';
import { auditQuerySchema } from '@orrery/contract/http/bodies.ts';
import type { z } from 'zod';
import type { AuditQuery } from '../../audit/read.ts';
import { type Handlers, plain, withQuery } from '../handler.ts';

export interface AuditReader {
  list: (query: AuditQuery) => Promise<z.output<typeof auditPageSchema>>;
  verify: () => Promise<z.output<typeof auditVerifySchema>>;
}

export function auditHandlers(reader: AuditReader): Handlers {
  return {
    listAudit: withQuery(auditQuerySchema, async (_context, query) => ({ body: await reader.list(query) })),
    verifyAudit: plain(async () => ({ body: await reader.verify() })),
  };
}
