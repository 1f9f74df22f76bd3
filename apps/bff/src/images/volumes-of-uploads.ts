import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { type OperationRecord, toCreateRequest } from '../operations/operation-record.ts';
import type { Performer } from '../operations/performer.ts';

/**
 * A volume of a file that was uploaded for it: the image goes in the same operation, after the volume is there. Whoever
 * dies in between finds the volume when it looks, and the image goes then.
 */
export function volumesOfUploads(discard: (image: string) => Promise<void>): Performer {
  const done = async (record: OperationRecord) => {
    const image = uploadedFor(record);
    if (image !== null) await discard(image);
  };
  return {
    takes: record => uploadedFor(record) !== null,
    perform: async ({ creator }, record, control) => {
      const request = toCreateRequest(record);
      if (!request || !creator) throw new ProviderError('capability.missing', 'Nothing can be made there');
      const made = await creator.create(request, control);
      await done(record);
      return made;
    },
    resolve: async ({ creator }, record, control) => {
      const request = toCreateRequest(record);
      if (!request || !creator) return { state: 'unknown', message: 'Nothing can be made there any more' };
      const resolution = await creator.resolve(request, record.handle, control);
      if (resolution.state === 'succeeded') await done(record);
      return resolution;
    },
  };
}

function uploadedFor({ creation }: OperationRecord): string | null {
  if (creation?.kind !== 'volume') return null;
  const { source } = creation.spec;
  return source?.from === 'image' && source.discard === true ? source.image : null;
}
