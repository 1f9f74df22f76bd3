import type { ImageFormat } from '@orrery/contract/images/image-facts.ts';
import type { ByteSource } from './byte-source.ts';
import { headBytes, inspect } from './inspect.ts';

class NotHereYet extends Error {}

/** Looks at what has come so far of a larger image, and says nothing of what has not. Throws ImageRefused. */
export async function inspectBeginning(
  part: ByteSource,
  { size, here }: { size: number; here: number },
  declared: ImageFormat | null,
): Promise<void> {
  if (here < Math.min(headBytes, size)) return;
  const read: ByteSource['read'] = async (offset, length) => {
    if (Math.min(offset + length, size) > here) throw new NotHereYet();
    return part.read(offset, length);
  };
  try {
    await inspect({ size, read }, declared);
  } catch (error) {
    if (!(error instanceof NotHereYet)) throw error;
  }
}
