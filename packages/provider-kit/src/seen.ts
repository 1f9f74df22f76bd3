import type { FactSource } from '@orrery/contract/resources/base.ts';

/** When and how a fact was last seen. */
export interface Seen {
  asOf: string;
  source: FactSource;
}
