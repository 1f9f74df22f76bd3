/** A volume as it lies there, for whoever takes it away. */
export interface VolumeContent {
  /** Such as `qcow2` or `raw`; null when the backend does not say. */
  format: string | null;
  /** Exactly; null when it is not known before the end. */
  sizeBytes: number | null;
  /**
   * All bytes, once. Ends with an error when the signal aborts, and before its last piece when an instance has begun to
   * write to it meanwhile: what came is of no one moment then.
   */
  read: (signal: AbortSignal) => AsyncIterable<Uint8Array>;
}
