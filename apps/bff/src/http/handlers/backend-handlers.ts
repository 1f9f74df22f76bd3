import { addBackendSchema, changeBackendSchema } from '@orrery/contract/http/bodies.ts';
import type { Backends } from '../../backends/api.ts';
import type { InventoryReader } from '../../inventory/reader.ts';
import { type Handlers, param, plain, withBody } from '../handler.ts';
import { notFound } from '../not-found.ts';

export interface BackendHandlerDeps {
  reader: InventoryReader;
  backends: Backends;
}

export function backendHandlers({ reader, backends }: BackendHandlerDeps): Handlers {
  return {
    getSetup: plain(async () => ({ body: await backends.setup() })),
    probeBackend: withBody(addBackendSchema.shape.settings, async ({ signal, note }, settings) => {
      note({ targetKind: 'backend', detail: { backendKind: settings.kind } });
      return { body: await backends.probe(settings, signal) };
    }),
    addBackend: withBody(addBackendSchema, async ({ viewer, note }, backend) => {
      const { id, name, settings } = backend;
      note({ targetKind: 'backend', target: id, detail: { name, backendKind: settings.kind } });
      await backends.add(backend);
      const body = reader.get(viewer, 'backend', id);
      if (!body) throw new Error(`The backend ${id} was added and is not in the inventory`);
      return { body };
    }),
    getBackendSettings: plain(async context => {
      context.note({ targetKind: 'backend' });
      return { body: { settings: await backends.settings(param(context, 'id')) } };
    }),
    changeBackend: withBody(changeBackendSchema, async (context, change) => {
      const id = param(context, 'id');
      context.note({ targetKind: 'backend', detail: { changed: Object.keys(change) } });
      await backends.change(id, change);
      const body = reader.get(context.viewer, 'backend', id);
      if (!body) throw notFound();
      return { body };
    }),
    probeBackendChange: withBody(addBackendSchema.shape.settings, async (context, settings) => {
      context.note({ targetKind: 'backend', detail: { backendKind: settings.kind } });
      return { body: await backends.probeChange(param(context, 'id'), settings, context.signal) };
    }),
    removeBackend: plain(async context => {
      context.note({ targetKind: 'backend' });
      await backends.remove(param(context, 'id'));
      return {};
    }),
    refreshBackend: plain(async context => {
      context.note({ targetKind: 'backend' });
      const id = param(context, 'id');
      if (!reader.get(context.viewer, 'backend', id)) throw notFound();
      await backends.refresh(id, context.signal);
      return {};
    }),
  };
}
