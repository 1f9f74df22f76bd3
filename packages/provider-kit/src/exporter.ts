import type { ActionControl, ActionRequest } from './action.ts';
import type { VolumeContent } from './volume-content.ts';

export interface Exporter {
  /**
   * Hands the disk that the instance boots from to `use`, whole and based on nothing else. What it takes at the
   * backend to make that is gone again when this settles, however it does.
   */
  export: <T>(
    request: ActionRequest,
    control: ActionControl,
    use: (disk: ExportedDisk) => Promise<T>,
  ) => Promise<T>;
  /** After a crash of the BFF: takes away what an export has left. */
  clear: (request: ActionRequest, control: ActionControl) => Promise<void>;
  /**
   * A volume's own file, where `volume.download` is claimed. Throws ProviderError: `resource.not-found`,
   * `resource.state` while an instance writes to it, `backend.refused` when it is not whole by itself.
   */
  volume?: (id: string, signal: AbortSignal) => Promise<VolumeContent>;
}

export interface ExportedDisk {
  format: 'qcow2' | 'raw';
  sizeBytes: number;
  /**
   * Of which moment it is. `stopped`: nothing wrote to it. `quiesced`: its guest had written down what it had in memory
   * and was held still. `crash`: as after a power cut.
   */
  consistency?: 'stopped' | 'quiesced' | 'crash';
  /** All bytes, once. Ends with an error when the signal aborts. */
  read: (signal: AbortSignal) => AsyncIterable<Uint8Array>;
}
