import type { Creation } from '@orrery/contract/creation/creation.ts';
import type { ActionControl, Resolution } from './action.ts';
import type { ImageContent } from './image-content.ts';

export interface Creator {
  /**
   * Make something new. Resolves once it is there (and has booted, where that was asked for and can be told).
   * When it throws, or is aborted, nothing of it is left at the backend.
   */
  create: (request: CreateRequest, control: CreateControl) => Promise<CreateResult>;
  /**
   * After a crash of the BFF: what became of a creation? Finished: `succeeded`. Half-made: takes it away and says
   * `not-started`. What is made carries the operation's id as a mark, or has an id that follows from it.
   */
  resolve: (request: CreateRequest, handle: string | null, control: CreateControl) => Promise<Resolution>;
}

/** Something to be made, with its place settled. */
export interface CreateRequest {
  /** Orrery's operation id; backends that take idempotency keys or marks are given it. */
  operation: string;
  /** Owner, marked on the backend where it can be. */
  project: string | null;
  /** Host id that placement chose; null where the backend chooses (or where there are no hosts). */
  host: string | null;
  creation: Creation;
}

export interface CreateControl extends ActionControl {
  /** Says the full id of the new resource as soon as it is settled; it is on disk when this resolves. */
  identified: (id: string) => Promise<void>;
  /** An image of Orrery's own catalogue by its id; null when the id is not of the catalogue. */
  image: (id: string) => Promise<ImageContent | null>;
}

export interface CreateResult {
  /** Full resource id. */
  id: string;
  message?: string;
}
