import { imageMakingSchema } from '@orrery/contract/images/backend-images.ts';
import { type OperationRecord, toRequest } from '../operations/operation-record.ts';
import type { Performer } from '../operations/performer.ts';
import type { Archives } from './archives.ts';

/** Images that a host pulls, builds or loads: it is given the bytes that were sent for it, once. */
export function imagesMadeByHosts(archives: Archives): Performer {
  const spent = async (record: OperationRecord) => {
    const archive = archiveOf(record);
    if (archive !== null) await archives.drop(archive);
  };
  return {
    takes: ({ kind, action }) => kind === 'host' && action === 'makeImage',
    perform: async (provider, record, control) => {
      try {
        return await provider.act(toRequest(record), { ...control, archive: id => archives.open(id) });
      } finally {
        await spent(record);
      }
    },
    resolve: async (provider, record, control) => {
      const resolution = await provider.resolve(toRequest(record), record.handle, control);
      await spent(record);
      return resolution;
    },
  };
}

function archiveOf({ args }: OperationRecord): string | null {
  const { data } = imageMakingSchema.safeParse(args);
  return data && data.from !== 'registry' ? data.archive : null;
}
