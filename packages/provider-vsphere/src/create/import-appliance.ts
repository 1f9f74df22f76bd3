import type { Appliance, ImageContent } from '@orrery/provider-kit/image-content.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { repeat } from '@orrery/provider-kit/repeat.ts';
import {
  abortLease,
  completeLease,
  type Lease,
  leaseProgress,
  readLease,
} from '@orrery/vim25/methods/nfc-lease.ts';
import {
  createImportSpec,
  type ImportSpec,
  importVApp,
  type WantedFile,
  withInstanceUuid,
} from '@orrery/vim25/methods/ovf.ts';
import { findVm } from '@orrery/vim25/methods/search.ts';
import { type Upload, upload } from '@orrery/vim25/transport/upload.ts';
import type { MoRef, VimObject } from '@orrery/vim25/values.ts';
import type { NetworkFacts } from '../map/facts.ts';
import { partOf } from './image-part.ts';
import { clearing, type Making, working } from './making.ts';
import { folderOfVms, type Place } from './place.ts';
import { removeMade } from './take-away.ts';

const mib = 2 ** 20;
const lookEveryMs = 400;
/** vCenter ends a lease of which it has not heard for five minutes. */
const tellEveryMs = 10_000;
/** What an aborted import was to make goes a moment after the answer. */
const goneWithinMs = 10_000;

export interface Import {
  image: ImageContent;
  appliance: Appliance;
  place: Place;
  networks: readonly NetworkFacts[];
  name: string;
}

/** How the lease of an operation is noted with it: as no task of vCenter. */
export const leaseHandle = ({ value }: MoRef): string => `lease:${value}`;
export const leaseOf = (handle: string | null): MoRef | null =>
  handle?.startsWith('lease:') ? { type: 'HttpNfcLease', value: handle.slice('lease:'.length) } : null;

/** Its interfaces are made anew afterwards: until then they may be on any network there. */
function mapped({ store }: Making, { appliance, networks }: Import) {
  const [network] = [...networks, ...store.networks.values()];
  return network ? appliance.networks.map(name => ({ name, network: network.ref })) : [];
}

async function specFor(making: Making, wanted: Import): Promise<ImportSpec & { spec: VimObject }> {
  const { place, appliance, name } = wanted;
  const found = await createImportSpec(
    making.session,
    {
      ...{ descriptor: appliance.descriptor, name, pool: place.pool, host: place.host },
      ...{ datastore: place.datastore.ref, networks: mapped(making, wanted) },
    },
    working(making),
  );
  const [error] = found.errors;
  if (error) throw error;
  if (!found.spec)
    throw new ProviderError('backend.refused', 'vSphere does not say what it would make of the image');
  return { ...found, spec: withInstanceUuid(found.spec, making.request.operation) };
}

async function ready(making: Making, ref: MoRef): Promise<Lease> {
  for (;;) {
    const lease = await readLease(making.session, ref, { ...working(making), sessionBound: true });
    if (lease.state === 'ready') return lease;
    if (lease.state !== 'initializing')
      throw lease.fault ?? new ProviderError('backend.refused', 'vSphere has given the import up');
    await pause(making.clock, lookEveryMs, making.control.signal);
  }
}

interface Transfer {
  wanted: Import;
  lease: Lease;
  files: readonly WantedFile[];
  /** Of all files together. */
  told: (bytes: number) => void;
}

/** Disks are written as they come; other files are put beside them. */
const requestFor = (create: boolean): Pick<Upload, 'method' | 'headers'> =>
  create
    ? { method: 'PUT', headers: { 'content-type': 'application/octet-stream', overwrite: 't' } }
    : { method: 'POST', headers: { 'content-type': 'application/x-vnd.vmware-streamVmdk' } };

async function send(making: Making, { wanted, lease, files, told }: Transfer): Promise<void> {
  const { image, appliance } = wanted;
  let before = 0;
  for (const { path, deviceId, create } of files) {
    const file = appliance.files.find(f => f.path === path);
    const device = lease.devices.find(d => d.importKey === deviceId);
    if (!file || !device)
      throw new ProviderError('backend.refused', `vSphere does not say where ${path} is to go`);
    await upload(making.session.endpoint, {
      ...requestFor(create),
      ...{ url: device.url, thumbprint: device.thumbprint, sizeBytes: file.sizeBytes },
      bytes: partOf(image, file, making.control.signal),
      sent: bytes => told(before + bytes),
      signal: making.control.signal,
    });
    before += file.sizeBytes;
  }
}

/** All files, while the lease is kept alive. */
async function transfer(making: Making, ref: MoRef, work: Omit<Transfer, 'told'>): Promise<void> {
  const { session, clock, control } = making;
  const all = work.wanted.appliance.files.reduce((sum, f) => sum + f.sizeBytes, 0);
  let share = 0;
  const keep = repeat({
    clock,
    everyMs: tellEveryMs,
    run: () => leaseProgress(session, ref, share * 100, { ...working(making), sessionBound: true }),
    // If it matters, the upload fails of it.
    onError: () => {},
  });
  try {
    const told = (bytes: number) => {
      share = all === 0 ? 1 : bytes / all;
      const message = `${Math.round(bytes / mib)} of ${Math.ceil(all / mib)} MiB`;
      control.progress({ phase: 'image', fraction: Math.min(1, share), message });
    };
    told(0);
    await send(making, { ...work, told });
  } finally {
    keep();
  }
}

const yes = () => true;
const no = () => false;

/** vCenter takes away itself what an aborted lease has begun; whatever is left then is taken away here. */
export async function abandon(creation: Making, lease: MoRef | null): Promise<void> {
  const making = clearing(creation);
  const { session, clock, request } = making;
  // It may have ended, or belong to a session that is gone: then nothing goes by itself.
  const aborted = lease !== null && (await abortLease(session, lease, working(making)).then(yes, no));
  const until = clock.now() + (aborted ? goneWithinMs : 0);
  while (clock.now() < until && (await findVm(session, request.operation, working(making))))
    await pause(clock, lookEveryMs, making.control.signal);
  await removeMade(making);
}

/** Made as its descriptor says, its disks filled with the bytes of the image. Off, and not yet as was asked for. */
export async function importAppliance(making: Making, wanted: Import): Promise<MoRef> {
  const { session, control, undo } = making;
  const { place } = wanted;
  control.progress({ phase: 'image' });
  const { spec, files } = await specFor(making, wanted);
  let ref: MoRef | null = null;
  undo.later('the instance', () => abandon(making, ref));
  const folder = await folderOfVms(making, place.pool);
  ref = await importVApp(session, place.pool, { spec, folder, host: place.host }, working(making));
  await control.bind(leaseHandle(ref));
  const lease = await ready(making, ref);
  await transfer(making, ref, { wanted, lease, files });
  await completeLease(session, ref, { ...working(making), sessionBound: true });
  const made = await findVm(session, making.request.operation, working(making));
  if (made) return made;
  throw new ProviderError('backend.refused', 'vSphere does not show what it made of the image');
}
