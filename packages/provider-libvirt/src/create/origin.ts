import * as domain from '@orrery/libvirt/procedures/domain.ts';
import { impact, metadataTypes } from '@orrery/libvirt/procedures/flags.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import { type Work, working } from '../actions/job.ts';
import { markNamespace, markOfElement, markPrefix, writeMark } from '../map/mark.ts';

/** From now on it is whole: after a crash it is not taken away any more. */
export async function finishMark(work: Work, ref: DomainRef): Promise<void> {
  const { connection } = work;
  const type = metadataTypes.element;
  const which = { domain: ref, type, uri: markNamespace, flags: impact.config };
  const mark = markOfElement(await connection.call(domain.getMetadata, which, working(work)));
  if (mark.origin === null || !mark.origin.creating) return;
  const metadata = writeMark({ ...mark, origin: { ...mark.origin, creating: false } });
  const active = await connection.call(domain.isActive, { domain: ref }, working(work));
  const flags = impact.config | (active ? impact.live : 0);
  const args = { domain: ref, type, metadata, key: markPrefix, uri: markNamespace, flags };
  await connection.call(domain.setMetadata, args, working(work));
}
