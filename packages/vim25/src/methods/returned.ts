import { VimTransportError } from '../errors.ts';
import { asRef, type MoRef, type VimValue } from '../values.ts';

/** The reference that a method must return. */
export function returnedRef(value: VimValue | undefined, method: string): MoRef {
  const ref = asRef(value);
  if (!ref) throw new VimTransportError('protocol', `${method} did not answer with a reference`);
  return ref;
}
