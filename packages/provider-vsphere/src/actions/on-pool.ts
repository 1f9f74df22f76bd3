import type { Call } from '@orrery/provider-kit/calls.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { traceless } from '@orrery/provider-kit/resolutions.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import { refreshDatastore } from '@orrery/vim25/methods/storage.ts';
import { nativeOfRef } from '../ids.ts';
import { renderPool } from '../inventory/render.ts';
import { totalsOf } from '../inventory/scene.ts';
import { type Acting, missing } from './call.ts';
import { working } from './job.ts';

/** Has a datastore read anew. */
export async function onPool(acting: Acting, call: Call): Promise<ActionResult> {
  const { scene, volumes, images } = acting.options;
  const { signal } = call.control;
  const job = acting.job(call);
  const native = acting.native(call.request);
  const pool = [...scene.store.datastores.values()].find(d => nativeOfRef(d.ref) === native);
  if (!pool) throw missing(call.request);
  checkState(call.request, renderPool(scene, pool, totalsOf(scene.store)));
  call.control.progress({ phase: 'refreshing' });
  await refreshDatastore(job.session, pool.ref, working(job));
  await volumes.refresh(job.session, pool.ref, signal);
  await images.refresh(job.session, pool, signal);
  return {};
}

export const resolvePool = (): Resolution => traceless;
