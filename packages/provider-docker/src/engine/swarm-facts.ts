import type { Service } from '@orrery/contract/resources/cluster.ts';
import type { HostMembership } from '@orrery/contract/resources/host.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';

/** An engine as its swarm knows it. */
export interface NodeFacts extends HostMembership {
  id: string;
  hostName: string;
}

/** What a manager tells of its swarm. */
export interface SwarmFacts extends Seen {
  id: string;
  /** By node id. */
  nodes: ReadonlyMap<string, NodeFacts>;
  services: readonly Service[];
}

/** The cluster that an engine belongs to: its swarm, or all engines of its backend that are in none. */
export interface Seat {
  /** Native id. */
  cluster: string;
  clusterName: string;
  /** Null: in no swarm, or in one of which no manager is known. */
  node: NodeFacts | null;
}
