import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import type { CreateControl, CreateRequest } from '@orrery/provider-kit/creator.ts';
import type { Undo } from '@orrery/provider-kit/undo.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import type { FleetInventory } from '../inventory/inventory.ts';
import type { Registries } from '../images/registry-logins.ts';
import { labelNames } from '../map/labels.ts';
import type { OwnCreations } from '@orrery/provider-kit/own-creations.ts';

export interface CreatorOptions {
  backend: string;
  clock: Clock;
  inventory: FleetInventory;
  links: readonly EngineLink[];
  own: OwnOperations;
  creations: OwnCreations;
  /** Logins of registries. */
  registries: Registries;
}

/** One creation, on one engine where it is of one. */
export interface Making extends CreatorOptions {
  request: CreateRequest;
  control: CreateControl;
  link: EngineLink;
  undo: Undo;
}

/**
 * Calls that make something are not given up half-way: the engine would go on, and nobody would know what it made.
 * They end by themselves within this.
 */
export const makeDeadlineMs = 120_000;

/** For a list of what an operation has made. */
export const madeBy = (operation: string): { filters: string } => ({
  filters: JSON.stringify({ label: [`${labelNames.operation}=${operation}`] }),
});
