import type { ImageContent } from '@orrery/provider-kit/image-content.ts';

/** Orrery's own images. What is known of them stands in the inventory; this has their bytes. */
export interface ImageCatalogue {
  /** Null when it is none of the catalogue's, or has no content (yet). */
  content: (id: string) => Promise<ImageContent | null>;
}
