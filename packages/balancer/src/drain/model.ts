import type { PlaceHost, PlacementPolicy, PlaceRequest, Refusal } from '../placement/model.ts';

/** One instance that has to leave, or to be restarted elsewhere. */
export interface Leaver {
  id: string;
  request: PlaceRequest;
  /** Hosts that its back end admits; null: all. */
  admitted: readonly string[] | null;
  /** How long its move is thought to take; 0 when nobody knows. */
  seconds: number;
}

export interface DrainRequest {
  /** The host that is to be empty: nothing goes there. */
  host: string;
  leavers: readonly Leaver[];
  hosts: readonly PlaceHost[];
  /** Moves off the host at once. */
  perHost: number;
  /** Moves to one and the same host at once. */
  perPair: number;
  policy?: PlacementPolicy;
}

/** Why an instance stays: a reason, and how many hosts say so. */
export interface Obstacle {
  refusal: Refusal;
  hosts: number;
}

export interface Homeless {
  leaver: Leaver;
  obstacles: readonly Obstacle[];
}

export interface Placed {
  leaver: Leaver;
  to: PlaceHost;
  score: number;
}

export interface DrainStep extends Placed {
  /** From 1 on; a wave begins when the one before has ended. */
  wave: number;
}

export interface DrainPlan {
  steps: readonly DrainStep[];
  homeless: readonly Homeless[];
  waves: number;
  /** All waves, each as long as its longest move. */
  seconds: number;
  /** The hosts as they will be. */
  after: readonly PlaceHost[];
}
