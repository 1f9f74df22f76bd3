import type { Service } from '@orrery/contract/resources/cluster.ts';
import type { NodeFacts } from '../engine/swarm-facts.ts';
import { swarmStack } from './labels.ts';

/** Of GET /info, what an engine says of its swarm. */
export interface RawMembership {
  NodeID?: string;
  LocalNodeState?: string;
  ControlAvailable?: boolean;
  /** Managers only. */
  Cluster?: { ID?: string } | null;
}

/** Of GET /nodes, what is needed. */
export interface RawNode {
  ID: string;
  Version: { Index: number };
  Spec: { Role?: string; Availability?: string };
  Description?: { Hostname?: string };
  Status?: { State?: string };
  ManagerStatus?: { Leader?: boolean } | null;
}

interface RawMode {
  Replicated?: { Replicas?: number };
  Global?: object;
  ReplicatedJob?: object;
  GlobalJob?: object;
}

/** Of GET /services?status=true, what is needed. */
export interface RawService {
  ID: string;
  Version: { Index: number };
  Spec: {
    Name: string;
    Labels?: Record<string, string> | null;
    Mode?: RawMode;
    TaskTemplate?: { ContainerSpec?: { Image?: string } };
  };
  Endpoint?: {
    Ports?: { Protocol?: string; TargetPort?: number; PublishedPort?: number }[] | null;
  };
  ServiceStatus?: { RunningTasks?: number; DesiredTasks?: number };
}

/** Of GET /tasks, what is needed. */
export interface RawTask {
  ServiceID: string;
  Status?: { State?: string; Err?: string; Timestamp?: string };
}

const availabilities: Readonly<Record<string, NodeFacts['availability']>> = {
  pause: 'paused',
  drain: 'drained',
};

const stateOf = (word: string | undefined): NodeFacts['state'] =>
  word === 'ready' || word === 'down' ? word : 'unknown';

export const readNode = ({ ID, Spec, Description, Status, ManagerStatus }: RawNode): NodeFacts => ({
  id: ID,
  hostName: Description?.Hostname ?? ID,
  role: ManagerStatus?.Leader ? 'leader' : Spec.Role === 'manager' ? 'manager' : 'worker',
  availability: availabilities[Spec.Availability ?? ''] ?? 'active',
  state: stateOf(Status?.State),
});

function modeOf({ ReplicatedJob, GlobalJob, Global }: RawMode): Service['mode'] {
  if (ReplicatedJob || GlobalJob) return 'job';
  return Global ? 'everywhere' : 'replicated';
}

/** A swarm pins images by digest; people know them by their tag. */
const withoutDigest = (image: string): string => image.replace(/@sha256:[0-9a-f]+$/, '');

export function readService(raw: RawService, trouble: string | null): Service {
  const { Spec, ServiceStatus: status, Endpoint } = raw;
  const mode = Spec.Mode ?? {};
  const image = Spec.TaskTemplate?.ContainerSpec?.Image;
  return {
    id: raw.ID,
    name: Spec.Name,
    group: Spec.Labels?.[swarmStack] ?? null,
    mode: modeOf(mode),
    image: image === undefined ? null : withoutDigest(image),
    wanted: mode.Replicated?.Replicas ?? status?.DesiredTasks ?? 0,
    running: status?.RunningTasks ?? 0,
    ports: (Endpoint?.Ports ?? []).map(port => ({
      published: port.PublishedPort ?? null,
      target: port.TargetPort ?? 0,
      protocol: port.Protocol ?? 'tcp',
    })),
    trouble,
  };
}

/** Why a service lacks tasks: what the youngest of them that has an error says. */
export function troubleOf(service: string, tasks: readonly RawTask[]): string | null {
  const failed = tasks.filter(task => task.ServiceID === service && task.Status?.Err);
  const [youngest] = failed.toSorted((a, b) => (at(a) < at(b) ? 1 : -1));
  return youngest?.Status?.Err ?? null;
}

const at = ({ Status }: RawTask): string => Status?.Timestamp ?? '';
