import type { CallOptions, VimSession } from '../session.ts';
import type { MoRef } from '../values.ts';
import { el, optional, type Xml } from '../xml/write.ts';
import { startTask } from './tasks.ts';

type Task = (session: VimSession, vm: MoRef, options?: CallOptions) => Promise<MoRef>;

const task =
  (method: string): Task =>
  (session, self, options) =>
    startTask(session, { method, self }, options);

export const powerOn = task('PowerOnVM_Task');
export const powerOff = task('PowerOffVM_Task');
export const suspend = task('SuspendVM_Task');
export const reset = task('ResetVM_Task');
/** Its files go with it, those of its disks included. */
export const destroy = task('Destroy_Task');

const order =
  (method: string) =>
  async (session: VimSession, self: MoRef, options: CallOptions = {}): Promise<void> =>
    void (await session.call({ method, self }, options));

/** Asks VMware Tools in the guest, and answers at once. */
export const shutdownGuest = order('ShutdownGuest');
export const rebootGuest = order('RebootGuest');
export const markAsTemplate = order('MarkAsTemplate');

export const rename = (
  session: VimSession,
  self: MoRef,
  newName: string,
  options?: CallOptions,
): Promise<MoRef> =>
  startTask(session, { method: 'Rename_Task', self, args: [el('newName', newName)] }, options);

export interface ConfigChange {
  /** By which vCenter finds it. */
  instanceUuid?: string | undefined;
  annotation?: string | undefined;
  numCPUs?: number | undefined;
  memoryMB?: number | undefined;
  /** Devices to take off by their keys; their files stay. */
  detach?: readonly { key: number; type: string }[];
  /** Changes of devices, as devices.ts makes them. */
  devices?: readonly Xml[];
  /** Options that the guest may read, and others. */
  extra?: Readonly<Record<string, string>>;
}

/** In the order of the schema. */
export const configSpec = (change: ConfigChange): Xml[] => [
  ...optional('instanceUuid', change.instanceUuid),
  ...optional('annotation', change.annotation),
  ...optional('numCPUs', change.numCPUs),
  ...optional('memoryMB', change.memoryMB),
  ...(change.detach ?? []).map(({ key, type }) =>
    el('deviceChange', [el('operation', 'remove'), el('device', [el('key', key)], type)]),
  ),
  ...(change.devices ?? []),
  ...Object.entries(change.extra ?? {}).map(([key, value]) =>
    el('extraConfig', [el('key', key), el('value', value, 'xsd:string')], 'OptionValue'),
  ),
];

export const reconfigure = (
  session: VimSession,
  self: MoRef,
  change: ConfigChange,
  options?: CallOptions,
): Promise<MoRef> =>
  startTask(session, { method: 'ReconfigVM_Task', self, args: [el('spec', configSpec(change))] }, options);

export interface SnapshotSpec {
  name: string;
  description: string;
  memory: boolean;
  quiesce: boolean;
}

export const createSnapshot = (
  session: VimSession,
  self: MoRef,
  spec: SnapshotSpec,
  options?: CallOptions,
): Promise<MoRef> => {
  const { name, description, memory, quiesce } = spec;
  const args = [
    el('name', name),
    el('description', description),
    el('memory', memory),
    el('quiesce', quiesce),
  ];
  return startTask(session, { method: 'CreateSnapshot_Task', self, args }, options);
};

export const revertToSnapshot = (session: VimSession, self: MoRef, options?: CallOptions): Promise<MoRef> =>
  startTask(session, { method: 'RevertToSnapshot_Task', self }, options);

/** Its children stay. */
export const removeSnapshot = (session: VimSession, self: MoRef, options?: CallOptions): Promise<MoRef> =>
  startTask(session, { method: 'RemoveSnapshot_Task', self, args: [el('removeChildren', false)] }, options);

export const migrate = (
  session: VimSession,
  self: MoRef,
  { host, pool }: { host: MoRef; pool?: MoRef | null },
  options?: CallOptions,
): Promise<MoRef> => {
  const args = [...optional('pool', pool), el('host', host), el('priority', 'defaultPriority')];
  return startTask(session, { method: 'MigrateVM_Task', self, args }, options);
};

/** With its disks, to another datastore. */
export const relocate = (
  session: VimSession,
  self: MoRef,
  { host, pool, datastore }: { host: MoRef; pool: MoRef | null; datastore: MoRef },
  options?: CallOptions,
): Promise<MoRef> => {
  const spec = [el('datastore', datastore), ...optional('pool', pool), el('host', host)];
  const args = [el('spec', spec), el('priority', 'defaultPriority')];
  return startTask(session, { method: 'RelocateVM_Task', self, args }, options);
};

export interface CloneSpec {
  folder: MoRef;
  name: string;
  pool: MoRef;
  datastore: MoRef | null;
  host: MoRef | null;
  powerOn: boolean;
  config: ConfigChange;
}

export const clone = (
  session: VimSession,
  self: MoRef,
  { folder, name, pool, datastore, host, powerOn: on, config }: CloneSpec,
  options?: CallOptions,
): Promise<MoRef> => {
  const location = [...optional('datastore', datastore), el('pool', pool), ...optional('host', host)];
  const spec = [
    el('location', location),
    el('template', false),
    el('config', configSpec(config)),
    el('powerOn', on),
  ];
  const args = [el('folder', folder), el('name', name), el('spec', spec)];
  return startTask(session, { method: 'CloneVM_Task', self, args }, options);
};
