import type { Creation, CreationPhase } from '@orrery/contract/creation/creation.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { EffectContext, Fact } from '../actions/effects.ts';
import type { SimHost, SimInstance, SimNetwork, SimVolume } from '../world/model.ts';

/** What is to be made, with everything it refers to found. */
export interface CreationOrder {
  creation: Creation;
  project: string | null;
  /** Null: the data centre chooses. */
  host: SimHost | null;
  /** The image of Orrery's catalogue that it is made from, if it is. */
  image: ImageContent | null;
  serial: number;
}

export type Created = SimInstance | SimVolume | SimNetwork;

/** One creation, looked up and checked; nothing has happened yet. */
export interface PlannedCreation {
  native: string;
  name: string;
  phases: readonly CreationPhase[];
  /** Puts it into the world; throws when it does not fit any more. */
  apply: (context: EffectContext) => { made: Created; fact: Fact };
}

export const idPart = (id: string): string => id.slice(id.indexOf(':') + 1);

export const missing = (what: string, id: string): ProviderError =>
  new ProviderError('resource.not-found', `There is no ${what} ${id} here`);

export function refuseTaken(kind: string, names: Iterable<{ name: string }>, name: string): void {
  for (const one of names)
    if (one.name === name)
      throw new ProviderError('backend.refused', `There is a ${kind} ${name} already`, {
        advice: 'Choose another name.',
      });
}
