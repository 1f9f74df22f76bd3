import type { BackendKind } from '@orrery/contract/backends/kinds.ts';
import type { CapabilityTable } from '@orrery/contract/capabilities.ts';
import type { ProbeReply } from '@orrery/contract/http/bodies.ts';
import type { ActionControl, ActionRequest, ActionResult, Resolution } from './action.ts';
import type { Clock, Random } from './clock.ts';
import type { Consoles } from './console.ts';
import type { Creator } from './creator.ts';
import type { Exporter } from './exporter.ts';
import type { Files, Logs, OwnImages } from './insides.ts';
import type { Migrator } from './migrator.ts';
import type { ProvidedKind } from './provided-kinds.ts';
import type { InventorySink } from './sink.ts';

/** A provider package exports one of these. */
export interface ProviderModule<Settings> {
  kind: BackendKind;
  /** Before any connection: what this kind of backend can do at best, and why not where it cannot. */
  capabilities: CapabilityTable;
  open: (context: ProviderContext, settings: Settings) => Provider;
  /** Try the settings part by part and say exactly how far each came. Never throws for a backend's sake. */
  probe: (settings: Settings, signal: AbortSignal) => Promise<ProbeReply>;
}

export interface ProviderContext {
  /** Backend id: the prefix of every resource id. */
  backend: string;
  backendName: string;
  clock: Clock;
  random: Random;
  log: (
    level: 'debug' | 'info' | 'warn' | 'error',
    message: string,
    fields?: Record<string, unknown>,
  ) => void;
}

/** One configured backend, spoken to. Secrets in its settings are already in clear. */
export interface Provider {
  /** As found at the backend; may shrink from the module's table after connecting. */
  capabilities: () => CapabilityTable;
  /** Connect, list, then watch for ever; reconnects by itself. Returns at once; everything arrives at the sink. */
  start: (sink: InventorySink) => void;
  /** Ends all connections and timers. Nothing reaches the sink afterwards. */
  stop: () => Promise<void>;
  /** List everything anew now. */
  refresh: (signal: AbortSignal) => Promise<void>;
  /** Do one action. Resolves when the backend says that it is done; throws ProviderError otherwise. */
  act: (request: ActionRequest, control: ActionControl) => Promise<ActionResult>;
  /** Makes new things; absent where nothing can be made. */
  creator?: Creator;
  /**
   * Gives out the disks of instances for Orrery's own catalogue. Absent where `instance.createImage` makes an image at
   * the backend itself (an engine's commit): then `act` does it.
   */
  exporter?: Exporter;
  /** Opens consoles; absent where there are none. */
  consoles?: Consoles;
  /** What instances write; absent where nobody keeps it. */
  logs?: Logs;
  /** Files in and out of instances; absent where there is no way in. */
  files?: Files;
  /** What more can be done with the backend's own images; absent where it keeps none. */
  images?: OwnImages;
  /** Moves instances between hosts; absent where nothing can be moved. */
  migrator?: Migrator;
  /**
   * After a crash of the BFF: what became of an action that may or may not have been sent? Looks, never repeats.
   * `handle` is what `control.bind` was given, or null when the crash came before.
   */
  resolve: (request: ActionRequest, handle: string | null, control: ActionControl) => Promise<Resolution>;
  /** The backend's own description of an instance. */
  raw: (
    kind: ProvidedKind,
    id: string,
    signal: AbortSignal,
  ) => Promise<{ format: 'xml' | 'json'; text: string }>;
}
