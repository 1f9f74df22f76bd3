import type { Seen } from '@orrery/provider-kit/seen.ts';

/** An image that is no template: a file of a datastore, or an item of a content library. */
export interface ImageFacts {
  native: string;
  /** With the folder or the library that it is in. */
  name: string;
  format: string;
  sizeBytes: number | null;
  createdAt: string | null;
  from: { datastore: string; file: string } | { library: string; item: string };
  seen: Seen;
}
