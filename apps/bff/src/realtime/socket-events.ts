import { subscribeSchema, unsubscribeSchema } from '@orrery/contract/realtime/messages.ts';
import type { Permission } from '@orrery/contract/identity/permissions.ts';
import type { z } from 'zod';

export interface SocketEventSpec {
  /** `topic`: the permission that the subscribed kind of resource asks for (contract, registry). */
  permission: Permission | 'topic';
  schema: z.ZodType;
}

/** Every event that a client may send. Handlers are bound from this table; there is no other way in (RT, S1). */
export const socketEvents = {
  subscribe: { permission: 'topic', schema: subscribeSchema },
  unsubscribe: { permission: 'session.self', schema: unsubscribeSchema },
} as const satisfies Record<string, SocketEventSpec>;
export type SocketEvent = keyof typeof socketEvents;
