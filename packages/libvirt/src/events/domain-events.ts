import { type Codec, type ValueOf, i32, i64, optional, string, struct, u64 } from '../xdr/codec.ts';
import { typedParamMap } from '../xdr/typed-params.ts';
import { domain } from '../procedures/refs.ts';

/** One kind of event: what to register for (virDomainEventID) and the message that brings it. */
interface EventKind<T> {
  id: number;
  message: number;
  body: Codec<T>;
}

const kind = <T>(id: number, message: number, body: Codec<T>): EventKind<T> => ({ id, message, body });

const device = struct({ domain, alias: string });

/**
 * Domain events by callback id (libvirt 1.2.0 and later; remote_protocol.x). Every message begins with the callback id,
 * which is read before the body.
 */
export const domainEvents = {
  /** `type`: lifecycleTypes; `detail` depends on it. */
  lifecycle: kind(0, 318, struct({ domain, type: i32, detail: i32 })),
  reboot: kind(1, 319, struct({ domain })),
  rtcChange: kind(2, 320, struct({ domain, offset: i64 })),
  watchdog: kind(3, 321, struct({ domain, action: i32 })),
  ioError: kind(6, 324, struct({ domain, path: string, alias: string, action: i32, reason: string })),
  controlError: kind(7, 325, struct({ domain })),
  diskChange: kind(
    9,
    327,
    struct({ domain, oldPath: optional(string), newPath: optional(string), alias: string, reason: i32 }),
  ),
  trayChange: kind(10, 328, struct({ domain, alias: string, reason: i32 })),
  balloonChange: kind(13, 331, struct({ domain, actualKiB: u64 })),
  deviceRemoved: kind(15, 333, device),
  /** `disk` is the target name such as vda. `type`: 1 pull, 2 copy, 3 commit, 4 active commit, 5 backup. */
  blockJob: kind(16, 339, struct({ domain, disk: string, type: i32, status: i32 })),
  tunable: kind(17, 346, struct({ domain, params: typedParamMap })),
  /** `state`: 1 connected, 2 disconnected. */
  agentLifecycle: kind(18, 348, struct({ domain, state: i32, reason: i32 })),
  deviceAdded: kind(19, 354, device),
  migrationIteration: kind(20, 359, struct({ domain, iteration: i32 })),
  jobCompleted: kind(21, 363, struct({ domain, params: typedParamMap })),
  deviceRemovalFailed: kind(22, 367, device),
  /** `type`: metadataTypes. */
  metadataChange: kind(23, 379, struct({ domain, type: i32, uri: optional(string) })),
  blockThreshold: kind(
    24,
    385,
    struct({ domain, device: string, path: optional(string), threshold: u64, excess: u64 }),
  ),
} as const;

export type DomainEventName = keyof typeof domainEvents;
export type DomainEventBody<N extends DomainEventName> = ValueOf<(typeof domainEvents)[N]['body']>;

/** virDomainEventType. */
export const lifecycleTypes = [
  'defined',
  'undefined',
  'started',
  'suspended',
  'resumed',
  'stopped',
  'shutdown',
  'pmsuspended',
  'crashed',
] as const;

/** virDomainEvent*DetailType by type: what lies behind a lifecycle event. */
export const lifecycleDetails: Readonly<Record<(typeof lifecycleTypes)[number], readonly string[]>> = {
  defined: ['added', 'updated', 'renamed', 'from snapshot'],
  undefined: ['removed', 'renamed'],
  started: ['booted', 'migrated', 'restored', 'from snapshot', 'wakeup'],
  suspended: [
    'paused',
    'migrated',
    'I/O error',
    'watchdog',
    'restored',
    'from snapshot',
    'API error',
    'post-copy',
    'post-copy failed',
  ],
  resumed: ['unpaused', 'migrated', 'from snapshot', 'post-copy', 'post-copy failed'],
  stopped: ['shut down', 'destroyed', 'crashed', 'migrated', 'saved', 'failed', 'from snapshot'],
  shutdown: ['finished', 'by guest', 'by host'],
  pmsuspended: ['to memory', 'to disk'],
  crashed: ['panicked', 'crash loaded'],
};
