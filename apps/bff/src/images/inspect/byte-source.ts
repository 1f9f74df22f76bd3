/** Random access to an image; never gives more than was asked for, and less only at the end. */
export interface ByteSource {
  readonly size: number;
  read: (offset: number, length: number) => Promise<Buffer>;
}

/** Nothing is ever read in larger pieces: a header cannot make us allocate more than this. */
export const largestRead = 32 * 1024 * 1024;

/** `length` bytes at `offset`, or undefined when the image ends before. */
export async function readFully(
  source: ByteSource,
  offset: number,
  length: number,
): Promise<Buffer | undefined> {
  if (!Number.isSafeInteger(offset) || offset < 0 || length < 0 || length > largestRead) return undefined;
  if (offset + length > source.size) return undefined;
  const bytes = await source.read(offset, length);
  return bytes.length === length ? bytes : undefined;
}

/** A big-endian 64-bit count as a number; NaN when it is too large to be one, which no comparison lets pass. */
export function count64(bytes: Buffer, offset: number): number {
  const value = bytes.readBigUInt64BE(offset);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Number.NaN;
}

export function count64le(bytes: Buffer, offset: number): number {
  const value = bytes.readBigUInt64LE(offset);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Number.NaN;
}
