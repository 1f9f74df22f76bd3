import { ProviderError, type ProviderErrorCode } from '@orrery/provider-kit/provider-error.ts';
import { VimFault, VimTransportError } from '@orrery/vim25/errors.ts';

const states = [
  'InvalidPowerState',
  'InvalidState',
  'TaskInProgress',
  'ToolsUnavailable',
  'CpuHotPlugNotSupported',
  'MemoryHotPlugNotSupported',
];

const words: Readonly<Record<string, string>> = {
  InvalidLogin: 'The user name or the password is wrong',
  InvalidPowerState: 'Its power state does not allow it',
  TaskInProgress: 'Another task is at work on it',
  ToolsUnavailable: 'VMware Tools do not run in the guest',
  CpuHotPlugNotSupported: 'Running, its number of vCPUs cannot change: hot add is off',
  MemoryHotPlugNotSupported: 'Running, its memory cannot change: hot add is off',
  DuplicateName: 'Another one in its folder has this name',
  NotAuthenticated: 'The session has expired',
  ManagedObjectNotFound: 'It is gone',
};

const advices: Readonly<Record<string, string>> = {
  InvalidLogin: 'Check the account; it may be locked after several failures',
  TaskInProgress: 'Wait until that has ended',
  ToolsUnavailable: 'Install VMware Tools, or force it off',
  CpuHotPlugNotSupported: 'Stop it to change its size',
  MemoryHotPlugNotSupported: 'Stop it to change its size',
  DuplicateName: 'Choose another name',
  NoDiskSpace: 'Make room on the datastore',
  InsufficientResourcesFault: 'The cluster has no room for it; free some, or change its reservations',
};

function codeOf({ fault }: VimFault): ProviderErrorCode {
  if (fault === 'ManagedObjectNotFound') return 'resource.not-found';
  if (fault === 'NoPermission' || fault === 'InvalidLogin') return 'backend.permission';
  if (fault === 'NotAuthenticated') return 'backend.unavailable';
  if (fault === 'RequestCanceled') return 'cancelled';
  return states.includes(fault) ? 'resource.state' : 'backend.refused';
}

/** Go's type names stand in the simulator's messages, and some faults have no message at all: then the fault's own name. */
const isSpeaking = (message: string): boolean => /\s/.test(message.trim());

function refusal(fault: VimFault): ProviderError {
  const { privilege } = fault;
  if (fault.fault === 'NoPermission') {
    const what = privilege === null ? 'a privilege' : `the privilege ${privilege}`;
    return new ProviderError('backend.permission', `The account that Orrery uses lacks ${what}`, {
      cause: fault,
      advice: privilege === null ? 'Give it the role of an administrator' : `Give its role ${privilege}`,
    });
  }
  const own = isSpeaking(fault.message) ? fault.message : `vCenter refused it: ${fault.fault}`;
  const advice = advices[fault.fault];
  return new ProviderError(codeOf(fault), words[fault.fault] ?? own, {
    cause: fault,
    ...(advice === undefined ? {} : { advice }),
  });
}

/** Whatever went wrong, as the one error that leaves a provider. */
export function toProviderError(error: unknown, signal?: AbortSignal): ProviderError {
  if (error instanceof ProviderError) return error;
  if (signal?.aborted) return new ProviderError('cancelled', 'Cancelled', { cause: error });
  if (error instanceof VimFault) return refusal(error);
  if (error instanceof VimTransportError) {
    // Tenants read it: addresses stay in the cause.
    return error.code === 'timeout'
      ? new ProviderError('backend.timeout', 'vSphere did not answer in time', { cause: error })
      : new ProviderError('backend.unavailable', 'The connection to vSphere was lost', { cause: error });
  }
  return new ProviderError('internal', error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}
