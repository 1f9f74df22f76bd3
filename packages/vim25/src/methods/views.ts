import type { CallOptions, VimSession } from '../session.ts';
import type { MoRef } from '../values.ts';
import { each, el } from '../xml/write.ts';
import { returnedRef } from './returned.ts';

/** All objects of some types below a folder, kept up to date by the server. Lives as long as the session. */
export async function createContainerView(
  session: VimSession,
  types: readonly string[],
  options: CallOptions = {},
): Promise<MoRef> {
  const { viewManager, rootFolder } = session.content;
  const args = [el('container', rootFolder), ...each('type', types), el('recursive', true)];
  const call = { method: 'CreateContainerView', self: viewManager, args };
  return returnedRef(await session.call(call, options), call.method);
}

export async function destroyView(
  session: VimSession,
  view: MoRef,
  options: CallOptions = {},
): Promise<void> {
  await session.call({ method: 'DestroyView', self: view }, { ...options, sessionBound: true });
}
