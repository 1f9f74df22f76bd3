import type { Codec } from '../xdr/codec.ts';
import { nothing } from '../xdr/codec.ts';
import type { ProgramName } from './frame.ts';

/** One remote procedure: its number and how its arguments and its result stand on the wire. */
export interface Procedure<A, R> {
  name: string;
  program: ProgramName;
  number: number;
  args: Codec<A>;
  result: Codec<R>;
}

export const procedure = <A, R>(
  number: number,
  name: string,
  args: Codec<A>,
  result: Codec<R>,
): Procedure<A, R> => ({
  name,
  program: 'remote',
  number,
  args,
  result,
});

/** A procedure that answers nothing but success. */
export const command = <A>(number: number, name: string, args: Codec<A>): Procedure<A, undefined> =>
  procedure(number, name, args, nothing);

/** A procedure without arguments. */
export const query = <R>(number: number, name: string, result: Codec<R>): Procedure<undefined, R> =>
  procedure(number, name, nothing, result);

export interface CallOptions {
  /** Rejects with the signal's reason. The daemon is not told: libvirt has no way to. */
  signal?: AbortSignal;
  /** Milliseconds until CallTimeoutError, time in the queue included. */
  deadlineMs?: number;
}

/** Whatever can carry calls: a connection, or a test double. */
export interface Caller {
  call: <A, R>(procedure: Procedure<A, R>, args: A, options?: CallOptions) => Promise<R>;
}
