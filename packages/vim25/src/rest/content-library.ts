import type { MoRef } from '../values.ts';
import { RestError, type RestSession, wordsOf } from './rest-session.ts';

export interface LibraryItem {
  id: string;
  name: string;
  description: string;
  /** `ovf`, `iso`, `vm-template` or another word. */
  type: string;
  sizeBytes: number | null;
  createdAt: string | null;
  library: string;
}

const at = '/com/vmware/content/library';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter(one => typeof one === 'string') : [];

function readItem(value: unknown, library: string): LibraryItem | null {
  if (!isObject(value) || typeof value['id'] !== 'string') return null;
  const text = (field: string): string => (typeof value[field] === 'string' ? value[field] : '');
  const { size } = value;
  return {
    id: value['id'],
    name: text('name') || value['id'],
    description: text('description'),
    type: text('type'),
    sizeBytes: typeof size === 'number' ? size : null,
    createdAt: text('creation_time') || null,
    library,
  };
}

const get = (session: RestSession, path: string, signal: AbortSignal): Promise<unknown> =>
  session.call({ method: 'GET', path, signal });

/** The items of all libraries, one after the other: there is no call for many. */
export async function* libraryItems(session: RestSession, signal: AbortSignal): AsyncGenerator<LibraryItem> {
  for (const library of texts(await get(session, at, signal))) {
    const about = await get(session, `${at}/id:${encodeURIComponent(library)}`, signal);
    const name = isObject(about) && typeof about['name'] === 'string' ? about['name'] : library;
    const inside = `${at}/item?library_id=${encodeURIComponent(library)}`;
    for (const id of texts(await get(session, inside, signal))) {
      const item = await get(session, `${at}/item/id:${encodeURIComponent(id)}`, signal);
      const read = readItem(item, name);
      if (read) yield read;
    }
  }
}

export interface Deployment {
  name: string;
  annotation: string;
  pool: MoRef;
  folder: MoRef;
  /** Null: the server chooses within the pool. */
  host: MoRef | null;
  datastore: MoRef;
}

/** The server copies the disks before it answers. */
const deployMs = 6 * 3_600_000;

/** Makes a VM of an OVF item, and answers with it when it is whole; off. Licences in it count as accepted. */
export async function deployItem(
  session: RestSession,
  item: string,
  { name, annotation, pool, folder, host, datastore }: Deployment,
  signal: AbortSignal,
): Promise<MoRef> {
  const placed = { resource_pool_id: pool.value, folder_id: folder.value };
  const answer = await session.call({
    method: 'POST',
    path: `/com/vmware/vcenter/ovf/library-item/id:${encodeURIComponent(item)}?~action=deploy`,
    body: {
      target: { ...placed, ...(host ? { host_id: host.value } : {}) },
      deployment_spec: {
        ...{ name, annotation, accept_all_EULA: true },
        ...{ default_datastore_id: datastore.value, storage_provisioning: 'thin' },
      },
    },
    deadlineMs: deployMs,
    signal,
  });
  const made = isObject(answer) && isObject(answer['resource_id']) ? answer['resource_id']['id'] : null;
  if (typeof made === 'string') return { type: 'VirtualMachine', value: made };
  throw new RestError(200, reasonOf(answer) || 'The library does not say what it made');
}

/** The first of the errors that stand deep in an answer of success. */
function reasonOf(answer: unknown): string {
  const error = isObject(answer) ? answer['error'] : undefined;
  const errors = isObject(error) ? error['errors'] : undefined;
  const first: unknown = Array.isArray(errors) ? errors.at(0) : undefined;
  const inner = isObject(first) ? first['error'] : undefined;
  return inner === undefined ? '' : wordsOf({ value: inner });
}
