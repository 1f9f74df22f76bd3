import {
  changeFlavorSchema,
  changeNetworkSchema,
  createFlavorSchema,
  createNetworkSchema,
  createVolumeSchema,
} from '@orrery/contract/launch/creation-bodies.ts';
import { launchBodySchema } from '@orrery/contract/launch/launch.ts';
import { RequestError } from '../../errors/request-error.ts';
import { changeFlavor, createFlavor, deleteFlavor } from '../../flavors/flavors.ts';
import type { InventoryReader } from '../../inventory/reader.ts';
import { requireAllowed } from '../../inventory/require.ts';
import { createNetwork } from '../../launch/network-service.ts';
import type { SelfService } from '../../launch/self-service.ts';
import { createVolume } from '../../launch/volume-service.ts';
import { type Context, type Handlers, param, plain, withBody } from '../handler.ts';
import { notFound } from '../not-found.ts';

export interface LaunchHandlerDeps {
  selfService: SelfService;
  reader: InventoryReader;
}

export function launchHandlers(deps: LaunchHandlerDeps): Handlers {
  return { ...makingHandlers(deps), ...flavorHandlers(deps) };
}

function makingHandlers({ selfService: { launch, making, owners }, reader }: LaunchHandlerDeps): Handlers {
  return {
    launchInstances: withBody(launchBodySchema, async ({ viewer, facts, note }, wanted) => {
      note({ targetKind: 'instance', detail: { name: wanted.name, count: wanted.count } });
      const { idempotencyKey } = facts;
      const body = await launch.launch(viewer, { launch: wanted, idempotencyKey });
      note({ detail: { name: wanted.name, operations: body.operations.map(({ id }) => id) } });
      return { body };
    }),
    checkLaunch: withBody(launchBodySchema, async ({ viewer }, wanted) => ({
      body: await launch.check(viewer, wanted),
    })),
    createVolume: withBody(createVolumeSchema, async ({ viewer, facts, note }, body) => {
      note({ targetKind: 'volume', detail: { name: body.name } });
      const { idempotencyKey } = facts;
      return { body: { operation: await createVolume(making, viewer, { body, idempotencyKey }) } };
    }),
    createNetwork: withBody(createNetworkSchema, async ({ viewer, facts, note }, body) => {
      note({ targetKind: 'network', detail: { name: body.name } });
      const { idempotencyKey } = facts;
      return { body: { operation: await createNetwork(making, viewer, { body, idempotencyKey }) } };
    }),
    changeNetwork: withBody(changeNetworkSchema, async (context, { offered }) => {
      context.note({ targetKind: 'network', detail: { offered } });
      const wanted = {
        kind: 'network',
        id: param(context, 'id'),
        permission: 'network.change',
        denied: 'Your role does not allow to change this network',
      } as const;
      const network = requireAllowed(reader, context.viewer, wanted);
      if (network.project !== null)
        throw new RequestError(
          'action.refused',
          'It belongs to a project: only unowned networks are offered',
        );
      await owners.offer(network, offered);
      return { body: requireAllowed(reader, context.viewer, wanted) };
    }),
  };
}

function flavorHandlers({ selfService: { flavors }, reader }: LaunchHandlerDeps): Handlers {
  const flavorIn = (context: Context): string => {
    const id = param(context, 'id');
    if (!reader.get(context.viewer, 'flavor', id)) throw notFound();
    return id;
  };
  return {
    createFlavor: withBody(createFlavorSchema, async ({ viewer, note }, flavor) => {
      note({ targetKind: 'flavor', detail: { ...flavor } });
      if (flavor.project !== null && !reader.get(viewer, 'project', flavor.project)) throw notFound();
      const made = await createFlavor(flavors, flavor);
      note({ target: made.id });
      return { body: made };
    }),
    changeFlavor: withBody(changeFlavorSchema, async (context, change) => {
      context.note({ targetKind: 'flavor', detail: { ...change } });
      return { body: await changeFlavor(flavors, flavorIn(context), change) };
    }),
    deleteFlavor: plain(async context => {
      context.note({ targetKind: 'flavor' });
      await deleteFlavor(flavors, flavorIn(context));
      return {};
    }),
  };
}
