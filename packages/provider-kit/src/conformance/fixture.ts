import type { ProbeReply } from '@orrery/contract/http/bodies.ts';
import type {
  InstanceCreation,
  NetworkCreation,
  VolumeCreation,
} from '@orrery/contract/creation/creation.ts';
import type { PowerState } from '@orrery/contract/resources/instance.ts';
import type { Clock, Random } from '../clock.ts';
import type { ConsoleKind } from '../console.ts';
import type { MigrationFixture } from './migration-fixture.ts';
import type { Provider, ProviderContext, ProviderModule } from '../provider.ts';
import type { ImageContent } from '../image-content.ts';

/** What a backend's own tools say of an instance. Everything here is looked up without the provider under test. */
export interface ActualInstance {
  name: string;
  powerState: PowerState;
  vcpus: number;
  memoryMiB: number;
  title: string | null;
  description: string | null;
  tags: string[];
  project: string | null;
  autostart: boolean | null;
  hasSavedState: boolean;
  snapshots: string[];
  /** Grows with each boot of the guest; null where that cannot be told. */
  boots: number | null;
}

/** Milliseconds, on the fixture's clock. Generous: they tell a hang from an answer, not fast from slow. */
export interface Timings {
  /** A pushed change must be at the sink within this; well under `relistMs`. */
  eventMs: number;
  /** The slow relist behind the push channel. */
  relistMs: number;
  /** The longest action. */
  actionMs: number;
  /** A refusal or an abort must come back within this. */
  promptMs: number;
  /** A broken part must be reported within this: its promise. */
  brokenMs: number;
  /** A healed part must be up and listed within this. */
  healedMs: number;
  /** Each running instance and host has been measured within this. */
  metricsMs: number;
}

export interface InstanceSpec {
  name: string;
  running: boolean;
  /** `listening`: resolves when the guest reacts to a polite stop. `deaf`: it never will. `any`: does not matter. */
  guest: 'listening' | 'deaf' | 'any';
  /** On which part; null: anywhere. */
  part: string | null;
  /** Its owner by the mark on the backend; asked for only where `instance.assign` is not claimed. */
  project: string | null;
}

type Outside = (native: string) => Promise<void>;

/** Creations that this backend can really carry out, as small as they can be. */
export interface CreationFixture {
  /** Orrery's catalogue for the time of the run. */
  images: readonly ImageContent[];
  /** The spec of an instance that boots; natives are not known to it, so ids are made with `id`. */
  instance: (name: string, id: (native: string) => string) => Promise<InstanceCreation>;
  volume: (name: string, id: (native: string) => string) => Promise<VolumeCreation>;
  network: (name: string) => Promise<NetworkCreation>;
  /** Native id of the host to make things on; null: the backend chooses. */
  host: () => Promise<string | null>;
  /**
   * Everything at the backend that bears this name or was made for it: machines, disks, seeds, networks, files.
   * Looked up without the provider under test.
   */
  traces: (name: string) => Promise<string[]>;
}

/** Hands that give the backend a reason to say something by itself. */
export interface WatchingFixture {
  /** Loads one host so that the balancer recommends to move one of the instances that are made here; their natives. */
  unbalance: (make: (spec: { part: string | null }) => Promise<string>) => Promise<string[]>;
  /** Gives cause for an alarm about the instance, and takes it away. */
  raise: Outside;
  calm: Outside;
}

/** One real or simulated backend, and the hands that change it behind Orrery's back. */
export interface ConformanceFixture {
  module: Pick<ProviderModule<never>, 'kind' | 'capabilities'>;
  clock: Clock;
  random: Random;
  timings: Timings;
  up: () => Promise<void>;
  down: () => Promise<void>;
  open: (context: ProviderContext) => Provider;
  probe: (signal: AbortSignal) => Promise<ProbeReply>;
  /** A probe of settings that cannot work; null where there are none such. */
  probeWrong: ((signal: AbortSignal) => Promise<ProbeReply>) | null;

  /** Made with the backend's own tools; answers the native id. */
  makeInstance: (spec: InstanceSpec) => Promise<string>;
  /** Whatever state it is in; silent when it is gone already. Its volumes go too. */
  destroyInstance: (native: string) => Promise<void>;
  look: (native: string) => Promise<ActualInstance | null>;
  outside: {
    start: Outside;
    /** At once, without asking the guest. */
    stop: Outside;
    /** Null, both: the backend knows no pause. */
    pause: Outside | null;
    resume: Outside | null;
    rename: (native: string, name: string) => Promise<void>;
    delete: Outside;
  };

  /** Names of all parts, as their health will say. */
  parts: string[];
  /** Cuts Orrery's connection to a part; instances on it live on, and the hands above still reach them. */
  breakPart: (part: string) => Promise<void>;
  healPart: (part: string) => Promise<void>;

  /** Something to try actions on, made with the backend's own tools: native ids. Null: the kind of thing does not exist. */
  spare: {
    pool: (() => Promise<string>) | null;
    network: (() => Promise<string>) | null;
    /** Attached to nothing. */
    volume: (() => Promise<string>) | null;
  };
  /** What creation is tried with; left out where nothing can be made. */
  creation?: CreationFixture;
  /** What moves are tried with; left out where nothing can be moved. */
  migration?: MigrationFixture;
  /** Needed where recommendations or alarms are claimed. */
  watching?: WatchingFixture;
  /** Something native that can be attached to the instance; needed where attaching is claimed. */
  attachable?: {
    volume: (instance: string) => Promise<string>;
    network: (instance: string) => Promise<string>;
  };
  /** Consoles of a running guest that listens; needed where consoles are claimed. Serial and exec answer a line. */
  consoles?: readonly ConsoleKind[];
  /** Needed where logs or files are claimed: makes a running guest write a line; a file of it, and a folder to write into. */
  insides?: { say: (native: string, text: string) => Promise<void>; file: string; folder: string };
  /** Needed where clusters keep services: the cluster's native id; what the provider makes one of. */
  services?: {
    cluster: () => Promise<string>;
    image: string;
    /** Goes on until it is told to end. */
    command: readonly string[];
    /** With the backend's own tools. */
    make: (name: string, count: number) => Promise<{ cluster: string; service: string }>;
    remove: (service: string) => Promise<void>;
  };
  /** Needed where hosts keep images: makes one with the backend's own tools and says its name; where it may be pushed to. */
  hostImages?: { make: () => Promise<string>; pushed: string; host: string };
  isActive: (kind: 'storage-pool' | 'network', native: string) => Promise<boolean>;
  volumeExists: (native: string) => Promise<boolean>;

  /** Names that the backend itself admits, with mark-up, quotes and other scripts as far as it does. */
  hostileNames: string[];
  /** The backend has jobs or tasks of its own, which an action binds. */
  hasTasks: boolean;
  /** Actions that this backend does without a task though it has tasks for others. */
  taskless?: readonly string[];
  /** Calls made to the backend so far, where they can be counted. */
  calls: (() => number) | null;
  /**
   * Where the backend has no call for the figures of all its instances: how many calls the provider makes for them
   * within `metricsMs` at most, whatever their number. Absent: the calls do not grow with the instances.
   */
  callsPerWindow?: number;
}
