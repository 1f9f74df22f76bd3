import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { nullWhenGone } from '../engine/engine-error.ts';
import { type InstanceAction, type InstanceJob, working } from './job.ts';

/** Volumes that it alone may write to, and why the others stay. */
function ownVolumes({ facts, link }: InstanceJob): { names: string[]; kept: string[] } {
  const others = [...(link.record?.containers.values() ?? [])].filter(c => c.id !== facts.id);
  const names: string[] = [];
  const kept: string[] = [];
  for (const { volume, readOnly } of facts.mounts) {
    if (volume === null || readOnly || names.includes(volume)) continue;
    const shared = others.some(c => c.mounts.some(m => m.volume === volume));
    if (shared) kept.push(`Volume ${volume} is kept: another instance uses it`);
    else names.push(volume);
  }
  return { names, kept };
}

async function remove(
  job: InstanceJob,
  { withVolumes }: Record<string, unknown>,
): Promise<string | undefined> {
  const { names, kept } = withVolumes === true ? ownVolumes(job) : { names: [], kept: [] };
  await job.api.send({ method: 'DELETE', path: job.path }, working(job));
  for (const name of names) {
    job.control.progress({ phase: 'deleting volumes' });
    const path = `/volumes/${encodeURIComponent(name)}`;
    await job.api
      .send({ method: 'DELETE', path }, working(job))
      .catch(nullWhenGone)
      .catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        throw new ProviderError(
          'backend.refused',
          `The instance is gone, but its volume ${name} is not: ${why}`,
          {
            cause: error,
            advice: 'Delete the volume by itself',
          },
        );
      });
  }
  return kept.length === 0 ? undefined : kept.join('; ');
}

export const deleteAction: InstanceAction = {
  phase: 'deleting',
  causes: ['instance.deleted'],
  run: remove,
  // Looked at: so it is still there.
  reached: () => false,
};
