import { VimFault, VimTransportError } from '../errors.ts';
import type { CallOptions, VimSession } from '../session.ts';
import { asObject, asObjects, asRef, asText, type MoRef, type VimObject, type VimValue } from '../values.ts';
import { each, el, optional, type Xml } from '../xml/write.ts';

/** Which properties of which objects: by type, of what the selection reaches. */
export interface FilterSpec {
  /** Paths by managed object type. */
  properties: Readonly<Record<string, readonly string[]>>;
  objects: readonly ObjectSelection[];
}

export interface ObjectSelection {
  object: MoRef;
  /** Go from the object along this property to those that are meant; absent: the object itself. */
  along?: { type: string; path: string };
}

export function filterSpec({ properties, objects }: FilterSpec): Xml[] {
  return [
    ...Object.entries(properties).map(([type, paths]) =>
      el('propSet', [el('type', type), ...each('pathSet', paths)]),
    ),
    ...objects.map(({ object, along }) =>
      el('objectSet', [
        el('obj', object),
        el('skip', along !== undefined),
        ...(along === undefined ? [] : [traversal(along)]),
      ]),
    ),
  ];
}

const traversal = ({ type, path }: { type: string; path: string }): Xml =>
  el('selectSet', [el('type', type), el('path', path), el('skip', false)], 'TraversalSpec');

export const viewSelection = (view: MoRef): ObjectSelection => ({
  object: view,
  along: { type: 'ContainerView', path: 'view' },
});

export interface ObjectContent {
  ref: MoRef;
  properties: Record<string, VimValue>;
  /** Paths that could not be read, with the fault. */
  missing: Record<string, string>;
}

const named = (entries: readonly VimObject[], field: string): [string, VimValue][] =>
  entries.flatMap(entry => {
    const name = asText(entry['name'] ?? entry['path']);
    const value = entry[field];
    return name === null || value === undefined ? [] : [[name, value] as [string, VimValue]];
  });

function objectContent(entry: VimObject): ObjectContent | null {
  const ref = asRef(entry['obj']);
  if (!ref) return null;
  const missing = named(asObjects(entry['missingSet']), 'fault');
  return {
    ref,
    properties: Object.fromEntries(named(asObjects(entry['propSet']), 'val')),
    missing: Object.fromEntries(missing.map(([path, fault]) => [path, faultName(fault)])),
  };
}

const faultName = (fault: VimValue): string => asObject(asObject(fault)?.['fault'])?.$type ?? 'Fault';

/** After a logout the collector answers, and says of each property that it may not be read. */
function refuseUnauthenticated(objects: readonly ObjectContent[]): void {
  for (const { missing } of objects) {
    if (!Object.values(missing).includes('NotAuthenticated')) continue;
    throw new VimFault({
      fault: 'NotAuthenticated',
      message: 'The session is not authenticated',
      detail: {},
      method: 'RetrievePropertiesEx',
    });
  }
}

/** Page by page, as the server cuts them. */
export async function* retrievePages(
  session: VimSession,
  spec: FilterSpec,
  options: CallOptions & { pageSize?: number } = {},
): AsyncGenerator<ObjectContent[]> {
  const self = session.content.propertyCollector;
  const page = async (method: string, args: readonly Xml[]) => {
    const result = asObject(await session.call({ method, self, args }, options));
    const objects = asObjects(result?.['objects'])
      .map(objectContent)
      .filter(o => o !== null);
    refuseUnauthenticated(objects);
    return { objects, token: asText(result?.['token']) };
  };
  const first = [el('specSet', filterSpec(spec)), el('options', optional('maxObjects', options.pageSize))];
  let { objects, token } = await session.authenticated(() => page('RetrievePropertiesEx', first), options);
  yield objects;
  while (token !== null && token !== '') {
    ({ objects, token } = await page('ContinueRetrievePropertiesEx', [el('token', token)]));
    yield objects;
  }
}

export async function retrieveAll(
  session: VimSession,
  spec: FilterSpec,
  options: CallOptions & { pageSize?: number } = {},
): Promise<ObjectContent[]> {
  const all: ObjectContent[] = [];
  for await (const page of retrievePages(session, spec, options)) all.push(...page);
  return all;
}

/** Properties of some objects; of one that is gone nothing comes back. */
export async function retrieve(
  session: VimSession,
  wanted: { refs: readonly MoRef[]; paths: readonly string[] },
  options: CallOptions = {},
): Promise<ObjectContent[]> {
  const properties = Object.fromEntries(wanted.refs.map(ref => [ref.type, wanted.paths]));
  return retrieveAll(session, { properties, objects: wanted.refs.map(object => ({ object })) }, options);
}

/** One object; throws the fault `ManagedObjectNotFound` when it is gone. */
export async function retrieveOne(
  session: VimSession,
  wanted: { ref: MoRef; paths: readonly string[] },
  options: CallOptions = {},
): Promise<ObjectContent> {
  const [found] = await retrieve(session, { refs: [wanted.ref], paths: wanted.paths }, options);
  if (!found) throw new VimTransportError('protocol', 'The answer does not tell what was asked for');
  return found;
}
