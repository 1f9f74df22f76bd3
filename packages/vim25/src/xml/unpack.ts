import { gunzipSync } from 'node:zlib';
import { VimTransportError } from '../errors.ts';

export interface Packed {
  bytes: Uint8Array;
  gzip: boolean;
  maxBytes: number;
}

/** The bytes as they were before packing; no more than `maxBytes` of them, however well they were packed. */
export function unpack({ bytes, gzip, maxBytes }: Packed): Uint8Array {
  if (!gzip) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    throw new VimTransportError(
      'protocol',
      'The answer cannot be unpacked, or is larger than allowed',
      error,
    );
  }
}
