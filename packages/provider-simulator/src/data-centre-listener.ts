import type { Fact } from './actions/effects.ts';
import type { SimMove } from './migration/sim-move.ts';
import type { SimHost, SimResource } from './world/model.ts';

/** A fact as the data centre tells it to whoever listens. */
export interface SimEvent extends Fact {
  severity: 'info' | 'warning' | 'error';
  target: SimResource;
  host: SimHost | null;
  at: number;
  /** Orrery's operation, or null: made outside. */
  operation: string | null;
}

/** A connection to the data centre's push channel. */
export interface DataCentreListener {
  changed: (resource: SimResource) => void;
  removed: (resources: readonly SimResource[]) => void;
  event: (event: SimEvent) => void;
  /** A host's management connection was cut or came back. */
  reach: (host: SimHost) => void;
  /** How a move stands that was begun outside. */
  moved?: (move: SimMove) => void;
}
