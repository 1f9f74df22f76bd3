import { randomUUID } from 'node:crypto';
import type { Request } from 'express';

export interface RequestFacts {
  /** Our own; one that the caller sends could be anything. */
  id: string;
  address: string;
  /** Reached us over TLS, or reached a proxy that we trust so. */
  secure: boolean;
  idempotencyKey: string | undefined;
}

const longestKey = 200;

/** `req.ip` and `req.secure` heed X-Forwarded-* only from trusted proxies (ORRERY_TRUSTED_PROXIES). */
export function factsOf(request: Request): RequestFacts {
  const key = request.get('idempotency-key');
  return {
    id: randomUUID(),
    address: request.ip ?? 'unknown',
    secure: request.secure,
    idempotencyKey: key === undefined || key === '' ? undefined : key.slice(0, longestKey + 1),
  };
}

export const isKeyTooLong = (key: string | undefined): boolean => (key?.length ?? 0) > longestKey;
