import { VimTransportError } from '../errors.ts';
import type { CallOptions, VimSession } from '../session.ts';
import { asNumber, asObject, asObjects, asRef, asText, type MoRef, type VimValue } from '../values.ts';
import { el, type Xml } from '../xml/write.ts';
import { startTask } from './tasks.ts';

const mebi = 1024 * 1024;

/** A first-class disk by its datastore and its id there. */
export interface DiskKey {
  datastore: MoRef;
  id: string;
}

export interface FirstClassDisk extends DiskKey {
  name: string;
  /** `[datastore] folder/file.vmdk` */
  file: string | null;
  capacityBytes: number;
  createdAt: string | null;
}

function manager({ content }: VimSession): MoRef {
  const { vStorageObjectManager: self } = content;
  if (self && content.about.apiType !== 'HostAgent') return self;
  throw new VimTransportError('protocol', 'A single host keeps no first-class disks that Orrery knows');
}

const named = ({ datastore, id }: DiskKey): Xml[] => [el('id', [el('id', id)]), el('datastore', datastore)];

export function readDisk(value: VimValue | undefined): FirstClassDisk | null {
  const config = asObject(asObject(value)?.['config']);
  const backing = asObject(config?.['backing']);
  const datastore = asRef(backing?.['datastore']);
  const id = asText(asObject(config?.['id'])?.['id']);
  if (!config || !datastore || id === null) return null;
  return {
    datastore,
    id,
    name: asText(config['name']) ?? id,
    file: asText(backing?.['filePath']),
    capacityBytes: (asNumber(config['capacityInMB']) ?? 0) * mebi,
    createdAt: asText(config['createTime']),
  };
}

export async function listDisks(
  session: VimSession,
  datastore: MoRef,
  options: CallOptions = {},
): Promise<DiskKey[]> {
  const args = [el('datastore', datastore)];
  const call = { method: 'ListVStorageObject', self: manager(session), args };
  const ids = asObjects(await session.call(call, options));
  return ids.flatMap(entry => {
    const id = asText(entry['id']);
    return id === null ? [] : [{ datastore, id }];
  });
}

/** Throws the fault `NotFound` when it is gone. */
export async function retrieveDisk(
  session: VimSession,
  key: DiskKey,
  options: CallOptions = {},
): Promise<FirstClassDisk | null> {
  const call = { method: 'RetrieveVStorageObject', self: manager(session), args: named(key) };
  return readDisk(await session.call(call, options));
}

export interface DiskSpec {
  name: string;
  datastore: MoRef;
  capacityBytes: number;
}

/** Thin, and kept when a VM that has it is deleted. In the order of the schema. */
const backingSpec = (datastore: MoRef): Xml =>
  el(
    'backingSpec',
    [el('datastore', datastore), el('provisioningType', 'thin')],
    'VslmCreateSpecDiskFileBackingSpec',
  );

export function createDisk(session: VimSession, spec: DiskSpec, options?: CallOptions): Promise<MoRef> {
  const { name, datastore, capacityBytes } = spec;
  const inside = [
    el('name', name),
    el('keepAfterDeleteVm', true),
    backingSpec(datastore),
    el('capacityInMB', Math.ceil(capacityBytes / mebi)),
  ];
  const call = { method: 'CreateDisk_Task', self: manager(session), args: [el('spec', inside)] };
  return startTask(session, call, options);
}

/** As large as what it is a copy of. */
export function cloneDisk(
  session: VimSession,
  source: DiskKey,
  spec: Omit<DiskSpec, 'capacityBytes'>,
  options?: CallOptions,
): Promise<MoRef> {
  const inside = [backingSpec(spec.datastore), el('name', spec.name), el('keepAfterDeleteVm', true)];
  const args = [...named(source), el('spec', inside)];
  return startTask(session, { method: 'CloneVStorageObject_Task', self: manager(session), args }, options);
}

export function extendDisk(
  session: VimSession,
  disk: DiskKey,
  capacityBytes: number,
  options?: CallOptions,
): Promise<MoRef> {
  const args = [...named(disk), el('newCapacityInMB', Math.ceil(capacityBytes / mebi))];
  return startTask(session, { method: 'ExtendDisk_Task', self: manager(session), args }, options);
}

export const deleteDisk = (session: VimSession, disk: DiskKey, options?: CallOptions): Promise<MoRef> =>
  startTask(
    session,
    { method: 'DeleteVStorageObject_Task', self: manager(session), args: named(disk) },
    options,
  );
