import type { BackendKind } from '@orrery/contract/backends/kinds.ts';
import type { CapabilityTable } from '@orrery/contract/capabilities.ts';
import type { Creation } from '@orrery/contract/creation/creation.ts';
import type { ProbeReply } from '@orrery/contract/http/bodies.ts';
import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Network } from '@orrery/contract/resources/network.ts';
import type { Image, Snapshot, StoragePool, Volume } from '@orrery/contract/resources/storage.ts';
import type { SecurityRule } from '@orrery/contract/security/security-groups.ts';
import type { Clock, Random } from './clock.ts';
import type { Consoles } from './console.ts';
import type { Files, Logs, OwnImages } from './insides.ts';
import type { Migrator } from './migrator.ts';
import type { InventorySink } from './sink.ts';

/** The kinds of resource that a provider reports; the rest is Orrery's own. */
export interface ProvidedTypes {
  cluster: Cluster;
  host: Host;
  instance: Instance;
  image: Image;
  volume: Volume;
  'storage-pool': StoragePool;
  network: Network;
  snapshot: Snapshot;
}
export type ProvidedKind = keyof ProvidedTypes & ResourceKind;

/** What a provider says of a resource. The BFF adds the actions (from rules, capabilities and permissions) and staleness. */
export type Reported<K extends ProvidedKind = ProvidedKind> = {
  [P in ProvidedKind]: Omit<ProvidedTypes[P], 'actions' | 'stale'>;
}[K];

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

export interface ActionRequest {
  /** Orrery's operation id; backends that take idempotency keys are given it. */
  operation: string;
  kind: ProvidedKind;
  /** Full resource id. */
  id: string;
  /** Name of a rule in the contract's action tables. */
  action: string;
  /** Validated by the rule's schema. */
  args: Record<string, unknown>;
  /** State before the action, as the BFF knew it when the intent was recorded. Empty when unknown. */
  before: Record<string, unknown>;
}

export interface ActionControl {
  signal: AbortSignal;
  progress: (report: ProgressReport) => void;
  /** Bind the backend's own job or task to the operation. Await it before going on: it is on disk then. */
  bind: (handle: string) => Promise<void>;
  /** Bytes that were sent for an image to be built from or loaded; null when they are gone. */
  archive?: (id: string) => Promise<AsyncIterable<Uint8Array> | null>;
  /** Security groups as they are now, by their ids; those that are gone are left out. */
  securityGroups?: (ids: readonly string[]) => Promise<SecurityRules[]>;
}

/** What the groups of an instance let through. */
export interface SecurityRules {
  id: string;
  rules: readonly SecurityRule[];
}

export interface ProgressReport {
  phase?: string;
  /** 0 to 1; leave out when unknown. */
  fraction?: number;
  message?: string;
}

export interface ActionResult {
  message?: string;
}

export interface Creator {
  /**
   * Make something new. Resolves once it is there (and has booted, where that was asked for and can be told).
   * When it throws, or is aborted, nothing of it is left at the backend.
   */
  create: (request: CreateRequest, control: CreateControl) => Promise<CreateResult>;
  /**
   * After a crash of the BFF: what became of a creation? Finished: `succeeded`. Half-made: takes it away and says
   * `not-started`. What is made carries the operation's id as a mark, or has an id that follows from it.
   */
  resolve: (request: CreateRequest, handle: string | null, control: CreateControl) => Promise<Resolution>;
}

/** Something to be made, with its place settled. */
export interface CreateRequest {
  /** Orrery's operation id; backends that take idempotency keys or marks are given it. */
  operation: string;
  /** Owner, marked on the backend where it can be. */
  project: string | null;
  /** Host id that placement chose; null where the backend chooses (or where there are no hosts). */
  host: string | null;
  creation: Creation;
}

export interface CreateControl extends ActionControl {
  /** Says the full id of the new resource as soon as it is settled; it is on disk when this resolves. */
  identified: (id: string) => Promise<void>;
  /** An image of Orrery's own catalogue by its id; null when the id is not of the catalogue. */
  image: (id: string) => Promise<ImageContent | null>;
}

/** Bytes of an image in Orrery's own catalogue. */
export interface ImageContent {
  id: string;
  name: string;
  format: 'qcow2' | 'raw' | 'vmdk' | 'iso';
  sizeBytes: number;
  virtualSizeBytes: number;
  /** Of the bytes, hex: the same name for the same content on every host. */
  sha256: string;
  /** The bytes from `offset` on. */
  read: (offset: number, signal: AbortSignal) => AsyncIterable<Uint8Array>;
}

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
}

export interface ExportedDisk {
  format: 'qcow2' | 'raw';
  sizeBytes: number;
  /** All bytes, once. Ends with an error when the signal aborts. */
  read: (signal: AbortSignal) => AsyncIterable<Uint8Array>;
}

export interface CreateResult {
  /** Full resource id. */
  id: string;
  message?: string;
}

export type Resolution =
  | { state: 'succeeded'; message?: string }
  | { state: 'failed'; code: string; message: string }
  /** It had not begun at the backend; nothing happened. */
  | { state: 'not-started' }
  /** Looked, and cannot tell; shown as failed with the advice to look. */
  | { state: 'unknown'; message: string };
