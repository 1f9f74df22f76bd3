import { z } from 'zod';

/** Actions on instances that end in a boot. */
export const bootCauses = ['create', 'start', 'reboot', 'reset'] as const;
export const bootCauseSchema = z.enum(bootCauses);
export type BootCause = z.infer<typeof bootCauseSchema>;

export const bootEnds = [
  'ready', // an address or the agent is known, and it is quiet
  'quiet', // it says nothing any more
  'limit', // it was listened to as long as it is at most
  'taken', // somebody else has the console at the back end
  'stopped', // the instance is off, or its console is gone
  'superseded', // another boot began
] as const;
export const bootEndSchema = z.enum(bootEnds);
export type BootEnd = z.infer<typeof bootEndSchema>;

/** What an instance said on its serial line when it booted last, as far as Orrery did that. */
export const bootLogSchema = z.object({
  instance: z.string(),
  operation: z.string().describe('The operation that began the boot'),
  cause: bootCauseSchema,
  startedAt: z.iso.datetime().describe('When it was listened to first'),
  endedAt: z.iso.datetime().nullable().describe('Null while it boots'),
  end: bootEndSchema.nullable(),
  isPast: z.boolean().describe('The instance has been off since'),
  bytes: z.number().int().describe('Of the text below'),
  droppedBytes: z.number().int().describe('Of the beginning, which did not fit'),
  text: z.string().describe('As the terminal got it, control sequences and all'),
});
export type BootLog = z.infer<typeof bootLogSchema>;

/** That there is none is an answer, too: the instance is there, and has said nothing that was heard. */
export const noBootLogSchema = z.object({
  instance: z.string(),
  none: z.object({
    code: z
      .enum(['boot-log.none', 'boot-log.no-line'])
      .describe('Not heard, or no serial line to hear it on'),
    reason: z.string(),
  }),
});
export type NoBootLog = z.infer<typeof noBootLogSchema>;

export const bootLogReplySchema = z.union([bootLogSchema, noBootLogSchema]);
export type BootLogReply = z.infer<typeof bootLogReplySchema>;
