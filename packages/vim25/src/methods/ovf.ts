import { VimTransportError, type VimFault } from '../errors.ts';
import type { CallOptions, VimSession } from '../session.ts';
import { asBoolean, asNumber, asObject, asObjects, asText, type MoRef, type VimObject } from '../values.ts';
import { echo, el, optional } from '../xml/write.ts';
import { returnedRef } from './returned.ts';
import { localizedFault } from './tasks.ts';

export interface ImportSpecRequest {
  /** The OVF descriptor, as XML. */
  descriptor: string;
  name: string;
  pool: MoRef;
  datastore: MoRef;
  /** Null: the server chooses within the pool. */
  host: MoRef | null;
  /** Which network each that the descriptor names becomes. */
  networks: readonly { name: string; network: MoRef }[];
}

/** A file that the server wants. */
export interface WantedFile {
  /** By which the lease names where it goes. */
  deviceId: string;
  path: string;
  sizeBytes: number | null;
  /** A file beside the disks, such as an ISO: it is put, and not written into a disk. */
  create: boolean;
}

export interface ImportSpec {
  /** To be given back as it is. */
  spec: VimObject | null;
  files: WantedFile[];
  warnings: VimFault[];
  errors: VimFault[];
}

const faults = (value: VimObject['value'], method: string): VimFault[] =>
  asObjects(value).flatMap(one => localizedFault(one, method) ?? []);

/** What the server would make of a descriptor. Nothing is made. */
export async function createImportSpec(
  session: VimSession,
  { descriptor, name, pool, datastore, host, networks }: ImportSpecRequest,
  options: CallOptions = {},
): Promise<ImportSpec> {
  const method = 'CreateImportSpec';
  const self = session.content.ovfManager;
  if (!self) throw new VimTransportError('protocol', 'The server has no OVF manager');
  const mapping = networks.map(n => el('networkMapping', [el('name', n.name), el('network', n.network)]));
  const params = [
    el('locale', ''),
    el('deploymentOption', ''),
    el('entityName', name),
    ...optional('hostSystem', host),
    ...mapping,
    el('diskProvisioning', 'thin'),
  ];
  const args = [
    el('ovfDescriptor', descriptor),
    el('resourcePool', pool),
    el('datastore', datastore),
    el('cisp', params),
  ];
  const result = asObject(await session.call({ method, self, args }, options));
  return {
    spec: asObject(result?.['importSpec']),
    files: asObjects(result?.['fileItem']).map(item => ({
      deviceId: asText(item['deviceId']) ?? '',
      path: asText(item['path']) ?? '',
      sizeBytes: asNumber(item['size']),
      create: asBoolean(item['create']) ?? false,
    })),
    warnings: faults(result?.['warning'], method),
    errors: faults(result?.['error'], method),
  };
}

/** What stands before `instanceUuid` in the schema of a VM's configuration. */
const before: ReadonlySet<string> = new Set([
  '$type',
  'changeVersion',
  'name',
  'version',
  'createDate',
  'uuid',
]);

/** The same import, of a VM that will be found by this `config.instanceUuid`. */
export function withInstanceUuid(spec: VimObject, instanceUuid: string): VimObject {
  const fields = Object.entries(asObject(spec['configSpec']) ?? {}).filter(
    ([name]) => name !== 'instanceUuid',
  );
  const configSpec = Object.fromEntries([
    ...fields.filter(([name]) => before.has(name)),
    ['instanceUuid', instanceUuid],
    ...fields.filter(([name]) => !before.has(name)),
  ]);
  return { ...spec, configSpec };
}

/** Begins an import: answers its lease. */
export async function importVApp(
  session: VimSession,
  self: MoRef,
  { spec, folder, host }: { spec: VimObject; folder: MoRef; host: MoRef | null },
  options: CallOptions = {},
): Promise<MoRef> {
  const method = 'ImportVApp';
  const args = [...echo('spec', spec), el('folder', folder), ...optional('host', host)];
  return returnedRef(await session.call({ method, self, args }, options), method);
}
