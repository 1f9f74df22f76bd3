import { VimTransportError } from '../errors.ts';
import type { CallOptions, VimSession } from '../session.ts';
import { asRef, type MoRef } from '../values.ts';
import { el } from '../xml/write.ts';

/** The VM that has this `config.instanceUuid`; null: there is none. */
export async function findVm(
  session: VimSession,
  instanceUuid: string,
  options: CallOptions = {},
): Promise<MoRef | null> {
  const self = session.content.searchIndex;
  if (!self) throw new VimTransportError('protocol', 'The server has no search index');
  const args = [el('uuid', instanceUuid), el('vmSearch', true), el('instanceUuid', true)];
  return asRef(await session.call({ method: 'FindByUuid', self, args }, options));
}
