import { settleLeavers } from '@orrery/balancer/drain/settle-leavers.ts';
import type { PlaceHost } from '@orrery/balancer/placement/model.ts';
import type { WhatIf } from '@orrery/contract/migrations/plans.ts';
import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import { placeRequest } from './move-options.ts';

interface Asked {
  host: Host;
  event: WhatIf['event'];
  instances: readonly Instance[];
  hosts: readonly PlaceHost[];
  /** What the cluster of the host does by itself after a loss; undefined where it is in none. */
  availability: Cluster['availability'];
}

/** Where everything would go, by room and rules alone: no back end is asked, so that it can be asked at any moment. */
export function whatIf({ host, event, instances, hosts, availability }: Asked): WhatIf {
  const there = instances.filter(instance => instance.host === host.id);
  const running = there.filter(({ powerState }) => powerState === 'running' || powerState === 'paused');
  const byId = new Map(running.map(instance => [instance.id, instance]));
  const leavers = running.map(instance => {
    const request = placeRequest(instance);
    return { id: instance.id, request, admitted: null, seconds: 0 };
  });
  const settled = settleLeavers({ host: host.id, leavers, hosts, perHost: 1, perPair: 1 });
  const restartsAll = availability?.enabled === true && availability.hostMonitoring !== false;
  const named = (id: string) => ({ instance: id, instanceName: byId.get(id)?.name ?? id });
  return {
    host: host.id,
    hostName: host.name,
    event,
    placed: settled.placed.map(({ leaver, to, score }) => ({
      ...named(leaver.id),
      toHost: to.id,
      toHostName: to.name,
      score,
      restarts: event === 'loss' && (restartsAll || keptByService(byId.get(leaver.id))),
    })),
    homeless: settled.homeless.map(({ leaver, obstacles }) => ({
      ...named(leaver.id),
      memoryMiB: leaver.request.memoryMiB,
      vcpus: leaver.request.vcpus,
      reasons: obstacles.map(({ refusal, hosts: count }) => ({
        code: refusal.code,
        message: refusal.message,
        hosts: count,
      })),
    })),
    untouched: there.length - running.length,
    hosts: settled.after.map(after => loadOf(after, hosts)),
  };
}

/** A swarm makes what a service has lost anew, on other nodes. */
const keptByService = (instance: Instance | undefined): boolean => typeof instance?.service === 'string';

function loadOf(after: PlaceHost, hosts: readonly PlaceHost[]): WhatIf['hosts'][number] {
  const before = hosts.find(({ id }) => id === after.id) ?? after;
  const { memoryMiB, id, name } = after;
  return {
    host: id,
    hostName: name,
    memoryMiB,
    memoryPromisedMiB: { before: before.promised.memoryMiB, after: after.promised.memoryMiB },
    vcpusPromised: { before: before.promised.vcpus, after: after.promised.vcpus },
  };
}
