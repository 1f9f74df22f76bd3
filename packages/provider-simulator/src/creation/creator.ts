import type { CreateControl, CreateRequest, CreateResult, Creator } from '@orrery/provider-kit/creator.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { SimulatedDataCentre } from '../data-centre.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { SimTask } from '../tasks.ts';
import type { SimHost } from '../world/model.ts';
import { idPart, missing } from './order.ts';

export interface CreatorOptions {
  backend: string;
  dataCentre: SimulatedDataCentre;
  follow: (task: SimTask, control: CreateControl) => Promise<{ message?: string }>;
}

/** Makes things in the simulated data centre, as tasks of its own. */
export function simulatorCreator({ backend, dataCentre, follow }: CreatorOptions): Creator {
  const hostOf = (id: string | null): SimHost | null => {
    if (id === null) return null;
    const host = dataCentre.world.hosts.find(h => h.native === idPart(id));
    if (!host) throw missing('host', id);
    return host;
  };
  return {
    create: async (request, control) => {
      await dataCentre.populate();
      if (control.signal.aborted) throw new ProviderError('cancelled', 'Cancelled before it began');
      const image = await imageFor(request, control);
      const { operation, creation, project } = request;
      const task = dataCentre.make({ operation, creation, project, host: hostOf(request.host), image });
      const id = idOf(backend, task.target);
      try {
        await control.bind(task.id);
        await control.identified(id);
      } catch (error) {
        // Nobody would know whose it is.
        task.cancel(new ProviderError('cancelled', 'It could not be written down', { cause: error }));
        throw error;
      }
      return result(id, await follow(task, control));
    },
    resolve: async (request, handle, control): Promise<Resolution> => {
      await dataCentre.populate();
      const { tasks } = dataCentre;
      const task =
        (handle === null ? undefined : tasks.find(handle)) ?? tasks.findByOperation(request.operation);
      if (!task) return { state: 'not-started' };
      await control.identified(idOf(backend, task.target));
      try {
        const { message } = await follow(task, control);
        return { state: 'succeeded', ...(message === undefined ? {} : { message }) };
      } catch (error) {
        if (error instanceof ProviderError && error.code === 'cancelled') return { state: 'not-started' };
        if (error instanceof ProviderError && task.outcome)
          return { state: 'failed', code: error.code, message: error.message };
        throw error;
      }
    },
  };
}

const result = (id: string, { message }: { message?: string }): CreateResult =>
  message === undefined ? { id } : { id, message };

/** The image of Orrery's catalogue that the creation names; null where it names none of it. */
function imageFor({ creation }: CreateRequest, control: CreateControl): Promise<ImageContent | null> {
  if (creation.kind === 'network') return Promise.resolve(null);
  const source = creation.kind === 'instance' ? creation.spec.root : creation.spec.source;
  return source && 'image' in source ? control.image(source.image) : Promise.resolve(null);
}
