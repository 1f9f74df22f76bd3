import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** A net, not a plan: nothing here logs headers, bodies or settings on purpose. */
const secretFields = ['password', 'token', 'secret', 'authorization', 'cookie', 'passwordHash', 'settings'];

export function createLog(
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent',
  destination?: DestinationStream,
): Log {
  const paths = secretFields.flatMap(name => [name, `*.${name}`, `*.*.${name}`]);
  const options = { level, redact: { paths, censor: '[redacted]' }, base: undefined };
  return destination ? pino(options, destination) : pino(options);
}
