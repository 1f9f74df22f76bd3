import type { CallOptions, VimSession } from '../session.ts';
import type { MoRef } from '../values.ts';

/** Looks at its size and free space again. */
export async function refreshDatastore(
  session: VimSession,
  self: MoRef,
  options: CallOptions = {},
): Promise<void> {
  await session.call({ method: 'RefreshDatastore', self }, options);
}
