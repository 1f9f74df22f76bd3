import type { createServiceArgs } from '@orrery/contract/actions/cluster-actions.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { type Call, resultOf } from '@orrery/provider-kit/calls.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { z } from 'zod';
import { makeDeadlineMs } from '../create/making.ts';
import { nullWhenGone } from '../engine/engine-error.ts';
import { loginFor } from '../images/registry-logins.ts';
import { labelNames, unmarked } from '../map/labels.ts';
import type { RawService } from '../map/swarm.ts';
import type { Executor } from './executor.ts';
import { networkHere } from './instance-networks.ts';
import { managerAt, managerFor, servicePath, settled } from './services.ts';
import type { Manager } from './swarm-manager.ts';

// Checked by the rule's schema.
const wishOf = ({ args }: Call) => args as z.infer<typeof createServiceArgs>;

/** Networks of one host cannot reach the instances on another. */
function networksOf({ options }: Executor, { link }: Manager, ids: readonly string[]) {
  return ids.map(wanted => {
    const { id, name, scope } = networkHere({ ...options, link }, wanted);
    if (scope !== 'swarm')
      throw new ProviderError(
        'args.invalid',
        `networks: ${name} does not reach over the hosts of the swarm`,
        {
          advice: 'Choose an overlay network',
        },
      );
    return { Target: id };
  });
}

function specOf(executor: Executor, call: Call, manager: Manager) {
  const { name, image, count, command, environment, ports, networks } = wishOf(call);
  return {
    Name: name,
    // By which it is found again after a crash.
    Labels: { [labelNames.operation]: call.request.operation },
    Mode: { Replicated: { Replicas: count } },
    TaskTemplate: {
      ContainerSpec: {
        Image: image,
        Labels: unmarked,
        // As for a container: what is given stands in the place of the image's command, not of its entry point.
        Args: command,
        Env: Object.entries(environment).map(([key, value]) => `${key}=${value}`),
      },
      Networks: networksOf(executor, manager, networks),
    },
    EndpointSpec: {
      Ports: ports.map(({ port, hostPort, protocol }) => ({
        Protocol: protocol,
        TargetPort: port,
        PublishedPort: hostPort ?? undefined,
      })),
    },
  };
}

async function make(executor: Executor, call: Call, manager: Manager): Promise<string> {
  const body = specOf(executor, call, manager);
  const authconfig = loginFor(executor.options.registries, wishOf(call).image);
  const { ID } = await manager.api.send<{ ID: string }>(
    // With a login the swarm hands it to the hosts, which pull with it.
    { method: 'POST', path: '/services/create', body, ...(authconfig ? { authconfig } : {}) },
    { deadlineMs: makeDeadlineMs },
  );
  return ID;
}

async function takeAway({ api, link }: Manager, id: string): Promise<void> {
  await api.send({ method: 'DELETE', path: servicePath(id) }).catch(nullWhenGone);
  await link.live.swarm.read('event');
}

/** Made as a whole by the swarm itself; one that is called off while its instances begin is taken away. */
export async function createService(executor: Executor, call: Call): Promise<ActionResult> {
  const manager = managerFor(executor, call);
  const { own, inventory } = executor.options;
  const { control } = call;
  return own.during(call.request, ['cluster.service-created'], async () => {
    control.progress({ phase: 'telling the cluster' });
    control.signal.throwIfAborted();
    const id = await make(executor, call, manager);
    try {
      const message = await settled(executor, call, { manager, id, count: wishOf(call).count });
      return resultOf(message);
    } catch (error) {
      if (control.signal.aborted) await takeAway(manager, id);
      throw error;
    } finally {
      inventory.flush();
    }
  });
}

/** The swarm makes it in one call: it is there, or it was never made. */
export async function resolveMaking(executor: Executor, call: Call): Promise<Resolution> {
  const { api } = managerAt(executor, call);
  const label = [`${labelNames.operation}=${call.request.operation}`];
  const made = await api.get<RawService[]>('/services', { filters: JSON.stringify({ label }) });
  return { state: made.length > 0 ? 'succeeded' : 'not-started' };
}
