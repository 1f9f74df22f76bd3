import type { ImageFormat } from '@orrery/contract/images/image-facts.ts';

/** Bytes of an image in Orrery's own catalogue. */
export interface ImageContent {
  id: string;
  name: string;
  format: ImageFormat;
  sizeBytes: number;
  virtualSizeBytes: number;
  /** Of the bytes, hex: the same name for the same content on every host. */
  sha256: string;
  /** The bytes from `offset` on. */
  read: (offset: number, signal: AbortSignal) => AsyncIterable<Uint8Array>;
  /** Of an `ova`: what is in it, looked at already. */
  appliance?: Appliance;
}

/** A machine as an OVF package describes it, with its disks. */
export interface Appliance {
  /** The OVF descriptor, as XML. */
  descriptor: string;
  /** By the names that the descriptor gives them. */
  networks: readonly string[];
  /** What the descriptor refers to, and where that begins within the image. */
  files: readonly { path: string; offset: number; sizeBytes: number }[];
}
