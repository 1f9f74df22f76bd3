import type { MigrationReason } from '@orrery/contract/migrations/options.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { VimFault } from '@orrery/vim25/errors.ts';
import { toProviderError } from '../errors.ts';

interface Explanation {
  words: string;
  advice?: string;
  reason?: MigrationReason['code'];
}

/** vCenter's faults of moves in words, and what to do. */
const explanations: Readonly<Record<string, Explanation>> = {
  CpuIncompatible: {
    words: 'The processor there lacks features that the guest uses',
    advice: 'Move it cold, or give the cluster an EVC mode',
    reason: 'cpu-features',
  },
  FeatureRequirementsNotMet: {
    words: 'The host lacks features that the guest uses',
    advice: 'Move it cold, or give the cluster an EVC mode',
    reason: 'cpu-features',
  },
  VMotionNotConfigured: {
    words: 'One of the two hosts is not set up for vMotion',
    advice: 'Give it a VMkernel interface for vMotion',
  },
  VMotionInterfaceNotConfigured: {
    words: 'One of the two hosts has no VMkernel interface for vMotion',
    advice: 'Give it one',
  },
  VMotionNotLicensed: { words: 'The licence of one of the two hosts has no vMotion', advice: 'Move it cold' },
  VMotionNotSupported: { words: 'One of the two hosts cannot do vMotion', advice: 'Move it cold' },
  VMotionLinkDown: {
    words: 'The network for vMotion is down at one of the two hosts',
    advice: 'Mend its link first',
  },
  DisallowedMigrationDeviceAttached: {
    words: 'A device of the host is attached to it',
    advice: 'Take the device off first',
    reason: 'device-attached',
  },
  MigrationDisabled: { words: 'Moves are switched off for it in vCenter' },
  MigrationNotReady: {
    words: 'vCenter is not ready to move it',
    advice: 'Try again in a moment',
    reason: 'busy',
  },
  TooManyConcurrentNativeClones: {
    words: 'Too many copies are made there at once',
    advice: 'Try again later',
  },
  NoCompatibleHost: { words: 'No host can take it', advice: 'Look at the reasons for each host' },
  NoDiskSpace: {
    words: 'The datastore has no room for its disks',
    advice: 'Make room there',
    reason: 'storage-space',
  },
  DatastoreNotWritableOnHost: {
    words: 'The host cannot write to the datastore of its disks',
    reason: 'storage-not-shared',
  },
  InvalidHostState: { words: 'The host takes no instances now', reason: 'host-maintenance' },
  HostNotConnected: { words: 'vCenter does not reach the host', reason: 'host-unreachable' },
  HostCommunication: { words: 'The hosts do not answer vCenter', reason: 'host-unreachable' },
  InsufficientResourcesFault: { words: 'The host or its resource pool has no room for it', reason: 'memory' },
  TaskInProgress: {
    words: 'Another task is at work on it',
    advice: 'Wait until that has ended',
    reason: 'busy',
  },
  Timedout: { words: 'It did not end in time', advice: 'Try again while the guest writes less' },
};

/** Why a move failed, as the one error that leaves a provider. */
export function explain(error: unknown): ProviderError {
  const told = toProviderError(error);
  if (!(error instanceof VimFault)) return told;
  const known = explanations[error.fault] ?? explanations[error.fault.replace(/\d+E[A-D]X$/, '')];
  if (!known) return told;
  const { words, advice, reason } = known;
  return new ProviderError(told.code, words, {
    cause: error,
    advice: advice ?? told.advice ?? undefined,
    ...(reason !== undefined && { reason }),
  });
}
