import type { z } from 'zod';
import type { BackendSettings } from '@orrery/contract/backends/settings.ts';
import type {
  addBackendSchema,
  changeBackendSchema,
  ProbeReply,
  rawSchema,
  setupSchema,
} from '@orrery/contract/http/bodies.ts';

export type AddBackend = z.infer<typeof addBackendSchema>;
export type BackendChange = z.infer<typeof changeBackendSchema>;

/**
 * The configured backends. Rows are read through the inventory; these are the changes. Permissions are checked before.
 * Throws RequestError: `name.taken`, `backend.read-only`, `backend.in-use`, `resource.not-found`,
 * `backend.unavailable`, `backend.timeout`, `capability.missing`.
 */
export interface Backends {
  /** Kept encrypted, then connected. Resolves once it is on disk; its row is in the inventory then. */
  add: (backend: AddBackend) => Promise<void>;
  remove: (id: string) => Promise<void>;
  /** Of a backend added in the browser, every secret replaced by dots. */
  settings: (id: string) => Promise<BackendSettings>;
  /** Kept, then connected anew. Dots keep the stored secret. */
  change: (id: string, change: BackendChange) => Promise<void>;
  probeChange: (id: string, settings: BackendSettings, signal: AbortSignal) => Promise<ProbeReply>;
  probe: (settings: BackendSettings, signal: AbortSignal) => Promise<ProbeReply>;
  refresh: (id: string, signal: AbortSignal) => Promise<void>;
  raw: (instance: string, signal: AbortSignal) => Promise<z.infer<typeof rawSchema>>;
  setup: () => Promise<z.infer<typeof setupSchema>>;
  /** True while a demo backend is among them. */
  demo: () => boolean;
}

/** Encryption at rest; the record's id is bound in, so that records cannot be swapped. */
export interface SecretBox {
  seal: (plain: string, recordId: string) => string;
  open: (sealed: string, recordId: string) => string;
}
