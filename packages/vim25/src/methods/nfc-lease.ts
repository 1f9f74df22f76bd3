import type { VimFault } from '../errors.ts';
import type { CallOptions, VimSession } from '../session.ts';
import { asObjects, asRef, asText, at, type MoRef } from '../values.ts';
import { el } from '../xml/write.ts';
import { retrieveOne } from './properties.ts';
import { localizedFault } from './tasks.ts';

export interface DeviceUrl {
  /** The same as the `deviceId` of the file that goes there. */
  importKey: string;
  url: string;
  /** Of the host's certificate; empty where it is the server's own. */
  thumbprint: string;
}

/** The right to write the disks of a VM that is being made. It ends by itself when nobody tells of progress. */
export interface Lease {
  state: 'initializing' | 'ready' | 'done' | 'error';
  /** What is being made. */
  entity: MoRef | null;
  devices: DeviceUrl[];
  fault: VimFault | null;
}

const states = ['initializing', 'ready', 'done', 'error'] as const;

export async function readLease(session: VimSession, ref: MoRef, options: CallOptions = {}): Promise<Lease> {
  const paths = ['state', 'info', 'error'];
  const { properties } = await retrieveOne(session, { ref, paths }, options);
  const state = asText(properties['state']);
  return {
    state: states.find(s => s === state) ?? 'initializing',
    entity: asRef(at(properties['info'], 'entity')),
    devices: asObjects(at(properties['info'], 'deviceUrl')).map(device => ({
      importKey: asText(device['importKey']) ?? '',
      url: asText(device['url']) ?? '',
      thumbprint: asText(device['sslThumbprint']) ?? '',
    })),
    fault: localizedFault(properties['error'], 'ImportVApp'),
  };
}

/** Keeps it from ending by itself; 0 to 100. */
export async function leaseProgress(
  session: VimSession,
  self: MoRef,
  percent: number,
  options: CallOptions = {},
): Promise<void> {
  const args = [el('percent', Math.min(100, Math.max(0, Math.floor(percent))))];
  await session.call({ method: 'HttpNfcLeaseProgress', self, args }, options);
}

export async function completeLease(
  session: VimSession,
  self: MoRef,
  options: CallOptions = {},
): Promise<void> {
  await session.call({ method: 'HttpNfcLeaseComplete', self }, options);
}

/** What was being made is taken away again. */
export async function abortLease(session: VimSession, self: MoRef, options: CallOptions = {}): Promise<void> {
  await session.call({ method: 'HttpNfcLeaseAbort', self }, options);
}
