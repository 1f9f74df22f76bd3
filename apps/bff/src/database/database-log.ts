import type { Logger } from 'pino';

/** What this folder needs of the BFF's log. */
export type DatabaseLog = Pick<Logger, 'info' | 'warn' | 'error'>;
