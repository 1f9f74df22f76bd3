import { type Codec, type ValueOf, i32, struct } from '../xdr/codec.ts';
import { network, nodeDevice, storagePool } from '../procedures/refs.ts';

interface OtherEventKind<T> {
  family: 'network' | 'pool' | 'device';
  id: number;
  message: number;
  body: Codec<T>;
}

const kind = <T>(
  family: OtherEventKind<T>['family'],
  id: number,
  message: number,
  body: Codec<T>,
): OtherEventKind<T> => ({ family, id, message, body });

/** Events of networks, storage pools and node devices (remote_protocol.x). */
export const otherEvents = {
  /** `event`: 0 defined, 1 undefined, 2 started, 3 stopped. */
  networkLifecycle: kind('network', 0, 315, struct({ network, event: i32, detail: i32 })),
  /** `event`: 0 defined, 1 undefined, 2 started, 3 stopped, 4 created, 5 deleted. */
  poolLifecycle: kind('pool', 0, 370, struct({ pool: storagePool, event: i32, detail: i32 })),
  poolRefresh: kind('pool', 1, 373, struct({ pool: storagePool })),
  deviceLifecycle: kind('device', 0, 376, struct({ device: nodeDevice, event: i32, detail: i32 })),
} as const;

export type OtherEventName = keyof typeof otherEvents;
export type OtherEventBody<N extends OtherEventName> = ValueOf<(typeof otherEvents)[N]['body']>;
