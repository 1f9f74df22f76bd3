import type { TransportErrorCode } from '../errors.ts';
import type { VimObject } from '../values.ts';
import type { Packed } from './unpack.ts';

export interface DecodeRequest extends Packed {
  id: number;
}

export type DecodeReply =
  | { id: number; body: VimObject }
  | { id: number; code: TransportErrorCode; message: string };
