import type { Provider } from '@orrery/provider-kit/provider.ts';
import type { CreateControl, CreateResult } from '@orrery/provider-kit/creator.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { type OperationRecord, toCreateRequest, toRequest } from './operation-record.ts';

/** How operations of one sort are asked of a backend, and how it is found out what became of one. */
export interface Performer {
  takes: (record: OperationRecord) => boolean;
  perform: (
    provider: Provider,
    record: OperationRecord,
    control: CreateControl,
  ) => Promise<Partial<CreateResult>>;
  /** Looks, and never repeats (OP-8). */
  resolve: (provider: Provider, record: OperationRecord, control: CreateControl) => Promise<Resolution>;
}

const creations: Performer = {
  takes: ({ creation }) => creation !== null,
  perform: async ({ creator }, record, control) => {
    const request = toCreateRequest(record);
    if (request && creator) return creator.create(request, control);
    throw new ProviderError('capability.missing', 'Nothing can be made there');
  },
  resolve: async ({ creator }, record, control) => {
    const request = toCreateRequest(record);
    if (request && creator) return creator.resolve(request, record.handle, control);
    return { state: 'unknown', message: 'Nothing can be made there any more' };
  },
};

const actions: Performer = {
  takes: () => true,
  perform: (provider, record, control) => provider.act(toRequest(record), control),
  resolve: (provider, record, control) => provider.resolve(toRequest(record), record.handle, control),
};

export function performerOf(record: OperationRecord, others: readonly Performer[] = []): Performer {
  return [...others, creations].find(performer => performer.takes(record)) ?? actions;
}
