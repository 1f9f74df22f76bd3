import { command, procedure } from '../rpc/procedure.ts';
import { i32, optional, struct } from '../xdr/codec.ts';
import { domain, network, nodeDevice, storagePool } from './refs.ts';

const unregister = struct({ callback: i32 });

/** Each registration returns the callback id that its messages carry. A null object means all of them. */
export const registerDomainEvent = procedure(
  316,
  'ConnectDomainEventCallbackRegisterAny',
  struct({ event: i32, domain: optional(domain) }),
  i32,
);
export const deregisterDomainEvent = command(317, 'ConnectDomainEventCallbackDeregisterAny', unregister);
export const registerNetworkEvent = procedure(
  313,
  'ConnectNetworkEventRegisterAny',
  struct({ event: i32, network: optional(network) }),
  i32,
);
export const deregisterNetworkEvent = command(314, 'ConnectNetworkEventDeregisterAny', unregister);
export const registerPoolEvent = procedure(
  368,
  'ConnectStoragePoolEventRegisterAny',
  struct({ event: i32, pool: optional(storagePool) }),
  i32,
);
export const deregisterPoolEvent = command(369, 'ConnectStoragePoolEventDeregisterAny', unregister);
export const registerDeviceEvent = procedure(
  374,
  'ConnectNodeDeviceEventRegisterAny',
  struct({ event: i32, device: optional(nodeDevice) }),
  i32,
);
export const deregisterDeviceEvent = command(375, 'ConnectNodeDeviceEventDeregisterAny', unregister);
