import { z } from 'zod';

/** What can be opened of an instance: its serial line, its screen, or a command in a container. */
export const consoleKinds = ['serial', 'vnc', 'exec'] as const;
export const consoleKindSchema = z.enum(consoleKinds);
export type ConsoleKind = z.infer<typeof consoleKindSchema>;

export const consoleRequestSchema = z.strictObject({ kind: consoleKindSchema });

/** Good for one connection to the console socket, by the same session and from the same address. */
export const consoleTicketSchema = z.object({
  ticket: z.string(),
  kind: consoleKindSchema,
  expiresAt: z.iso.datetime(),
  path: z.string().describe('Where to open the websocket; the ticket goes in its first message'),
});
export type ConsoleTicket = z.infer<typeof consoleTicketSchema>;

/** Below the origin of the API. */
export const consolePath = '/api/v1/console';

/** Text messages of the console socket; binary messages are the console's own bytes, both ways. */
export const consoleFromClientSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('open'), ticket: z.string().max(100) }),
  z.strictObject({
    type: z.literal('resize'),
    columns: z.number().int().min(1).max(1000),
    rows: z.number().int().min(1).max(1000),
  }),
]);
export type ConsoleFromClient = z.infer<typeof consoleFromClientSchema>;

export const consoleEndReasons = [
  'stopped', // the instance is off; opens again when it runs
  'moved', // it runs elsewhere now; opens again at once
  'taken', // somebody opened it by force at the backend
  'exited', // the command ended
  'closed', // we closed it
  'lost', // the connection to the backend broke
  'refused', // it could not be opened
  'revoked', // the session ended or the role is gone
  'slow', // this viewer did not read for too long
] as const;
export const consoleEndReasonSchema = z.enum(consoleEndReasons);

export const consoleFromServerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened'), kind: consoleKindSchema, viewers: z.number().int() }),
  z.object({ type: z.literal('viewers'), viewers: z.number().int() }),
  z.object({
    type: z
      .literal('recorded')
      .describe('What came before this was recorded when it booted; what follows is said now'),
    until: z.iso.datetime(),
  }),
  z.object({
    type: z
      .literal('skipped')
      .describe('This viewer was too slow; what follows begins with the latest output'),
    bytes: z.number().int(),
  }),
  z.object({
    type: z.literal('ended'),
    reason: consoleEndReasonSchema,
    code: z.string().optional(),
    message: z.string(),
    exitCode: z.number().int().optional(),
    again: z.boolean().describe('Worth asking for a new ticket once the instance runs'),
  }),
]);
export type ConsoleFromServer = z.infer<typeof consoleFromServerSchema>;
