import { CallTimeoutError, ConnectionError, LibvirtError, ProtocolError } from '@orrery/libvirt/errors.ts';
import { ProviderError, type ProviderErrorCode } from '@orrery/provider-kit/provider-error.ts';

const notFound = ['NO_DOMAIN', 'NO_NETWORK', 'NO_STORAGE_POOL', 'NO_STORAGE_VOL', 'NO_DOMAIN_SNAPSHOT'];
const permission = ['OPERATION_DENIED', 'ACCESS_DENIED', 'AUTH_FAILED', 'AUTH_UNAVAILABLE'];

const advices: Readonly<Record<string, string>> = {
  OPERATION_DENIED: 'The connection is read-only; use one that may change things',
  ACCESS_DENIED: 'Allow this user in the access rules of the daemon (polkit)',
  SNAPSHOT_REVERT_RISKY: 'Stop the instance first, then revert',
  AGENT_UNRESPONSIVE: 'The guest agent does not answer; check it inside the guest',
  RESOURCE_BUSY: 'Another job runs on it; wait until that has ended',
  NO_SPACE: 'Make room in the storage pool',
};

function codeOf(error: LibvirtError): ProviderErrorCode {
  if (notFound.includes(error.codeName)) return 'resource.not-found';
  if (permission.includes(error.codeName)) return 'backend.permission';
  if (error.codeName === 'OPERATION_TIMEOUT') return 'backend.timeout';
  return 'backend.refused';
}

/** Whatever went wrong, as the one error that leaves a provider. */
export function toProviderError(error: unknown, signal?: AbortSignal): ProviderError {
  if (error instanceof ProviderError) return error;
  if (signal?.aborted) return new ProviderError('cancelled', 'Cancelled', { cause: error });
  if (error instanceof LibvirtError) {
    return new ProviderError(codeOf(error), error.message, { cause: error, advice: advices[error.codeName] });
  }
  if (error instanceof CallTimeoutError) {
    return new ProviderError('backend.timeout', `The daemon did not answer in time (${error.procedure})`, {
      cause: error,
    });
  }
  if (error instanceof ConnectionError || error instanceof ProtocolError) {
    // Tenants read it: addresses and host names stay in the cause.
    return new ProviderError('backend.unavailable', 'The connection to its host was lost', { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new ProviderError('internal', message, { cause: error });
}
