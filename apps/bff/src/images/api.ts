import type { ImageFormat } from '@orrery/contract/images/image-facts.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';

/** What a launch must know of an image before it begins. */
export interface ImageFacts {
  id: string;
  name: string;
  /** Owner; null when it belongs to all. */
  project: string | null;
  format: ImageFormat | null;
  sizeBytes: number | null;
  virtualSizeBytes: number | null;
  minDiskGiB: number | null;
  minMemoryMiB: number | null;
  deprecated: boolean;
  /** All bytes are here and were looked at; otherwise `reason` says what it is instead. */
  ready: boolean;
  reason: string | null;
}

/** Orrery's own images, for those who make instances of them. Null: there is no such image in the catalogue. */
export interface ImageCatalogue {
  content: (id: string) => Promise<ImageContent | null>;
  facts: (id: string) => Promise<ImageFacts | null>;
}
