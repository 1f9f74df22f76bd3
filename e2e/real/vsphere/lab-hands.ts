import type { PowerState } from '@orrery/contract/resources/instance.ts';
import type { ActualInstance, InstanceSpec } from '@orrery/provider-kit/conformance/fixture.ts';
import { nativeOfDisk, nativeOfRef } from '@orrery/provider-vsphere/ids.ts';
import { readDevices } from '@orrery/provider-vsphere/map/devices.ts';
import { isFault } from '@orrery/vim25/errors.ts';
import { customValues, listFields } from '@orrery/vim25/methods/custom-fields.ts';
import {
  type ObjectContent,
  retrieveAll,
  retrieveOne,
  viewSelection,
} from '@orrery/vim25/methods/properties.ts';
import { exitMaintenance } from '@orrery/vim25/methods/hosts.ts';
import { readTask, resultRef, startTask, type TaskInfo } from '@orrery/vim25/methods/tasks.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { createContainerView } from '@orrery/vim25/methods/views.ts';
import { VimSession } from '@orrery/vim25/session.ts';
import {
  asBoolean,
  asNumber,
  asObjects,
  asRef,
  asText,
  at,
  type MoRef,
  type VimObject,
} from '@orrery/vim25/values.ts';
import { each, el, type Xml } from '@orrery/vim25/xml/write.ts';
import { until } from '../../support/until.ts';
import { type LabVcenter, type VsphereLab, vsphereLab } from '../../support/vsphere-lab.ts';

const bootEvents = ['VmResettingEvent', 'VmGuestRebootEvent'];
const encoded = (name: string) => name.replace(/[%/\\]/g, c => `%${c.charCodeAt(0).toString(16)}`);
const decoded = (name: string) => name.replace(/%(2f|5c|25)/gi, code => decodeURIComponent(code));

interface Place {
  folder: MoRef;
  pool: MoRef;
  datastore: string;
  network: string;
}

const mebi = 1024 * 1024;

/** A machine as small as it can be: one disk, one interface. Keys below zero are for the server to replace. */
function machineSpec(name: string, { datastore, network }: Place): Xml[] {
  const controller = el(
    'device',
    [el('key', -1), el('busNumber', 0), el('sharedBus', 'noSharing')],
    'ParaVirtualSCSIController',
  );
  const backing = [
    el('fileName', `[${datastore}]`),
    el('diskMode', 'persistent'),
    el('thinProvisioned', true),
  ];
  const disk = el(
    'device',
    [
      el('key', -2),
      el('backing', backing, 'VirtualDiskFlatVer2BackingInfo'),
      el('controllerKey', -1),
      el('unitNumber', 0),
      el('capacityInKB', 1024),
      el('capacityInBytes', mebi),
    ],
    'VirtualDisk',
  );
  const nic = el(
    'device',
    [el('key', -3), el('backing', [el('deviceName', network)], 'VirtualEthernetCardNetworkBackingInfo')],
    'VirtualVmxnet3',
  );
  const add = (device: Xml, ...file: Xml[]) => el('deviceChange', [el('operation', 'add'), ...file, device]);
  return [
    el('name', encoded(name)),
    el('guestId', 'otherGuest64'),
    el('files', [el('vmPathName', `[${datastore}]`)]),
    el('numCPUs', 1),
    el('memoryMB', 128),
    add(controller),
    add(disk, el('fileOperation', 'create')),
    add(nic),
  ];
}

/** Hands on the lab's vCenter with a session of their own, past any proxy and behind Orrery's back. */
export class LabHands {
  readonly session: VimSession;
  readonly #place: Place;
  readonly #lab: VsphereLab;
  /** `[datastore] folder/file` by native id of the volume. */
  readonly #files = new Map<string, string>();

  private constructor(session: VimSession, place: Place, lab: VsphereLab) {
    this.session = session;
    this.#place = place;
    this.#lab = lab;
  }

  static async open({ url, username, password, ca }: LabVcenter, lab = vsphereLab): Promise<LabHands> {
    const session = await VimSession.open({ url, username, password, tls: { ca }, userAgent: 'lab hands' });
    return new LabHands(session, await placeOf(session), lab);
  }

  close(): Promise<void> {
    return this.session.close();
  }

  ref = (native: string): MoRef => ({ type: 'VirtualMachine', value: native });

  async ended(task: MoRef): Promise<TaskInfo> {
    const info = await until(`task ${task.value} has ended`, async () => {
      const now = await readTask(this.session, task);
      return now.state === 'success' || now.state === 'error' ? now : null;
    });
    if (info.fault) throw info.fault;
    return info;
  }

  async make({ name, running, guest }: InstanceSpec): Promise<string> {
    const { folder, pool } = this.#place;
    const args = [el('config', machineSpec(name, this.#place)), el('pool', pool)];
    const task = await startTask(this.session, { method: 'CreateVM_Task', self: folder, args });
    const made = resultRef(await this.ended(task));
    if (!made) throw new Error('CreateVM_Task did not say what it made');
    if (guest === 'deaf') await this.#lab.deafen(made.value);
    await this.#noteFiles(made);
    if (running) await this.ended(await machines.powerOn(this.session, made));
    return made.value;
  }

  async #noteFiles(ref: MoRef): Promise<void> {
    const { properties } = await retrieveOne(this.session, { ref, paths: ['config.hardware.device'] });
    for (const { file, datastore } of readDevices(properties['config.hardware.device']).disks)
      if (file !== null) this.#files.set(nativeOfDisk({ datastore: datastore ?? '', file }), file);
  }

  task = (start: typeof machines.powerOn) => async (native: string) =>
    void (await this.ended(await start(this.session, this.ref(native))));

  async rename(native: string, name: string): Promise<void> {
    await this.ended(await machines.rename(this.session, this.ref(native), encoded(name)));
  }

  async destroy(native: string): Promise<void> {
    await this.task(machines.powerOff)(native).catch(() => undefined);
    await this.task(machines.destroy)(native).catch(() => undefined);
  }

  async look(native: string): Promise<ActualInstance | null> {
    const found = await this.#read(native);
    if (!found) return null;
    const { properties } = found;
    const mark = await this.#mark(properties);
    const power = asText(properties['runtime.powerState']);
    return {
      name: decoded(asText(properties['name']) ?? ''),
      powerState: powers[power ?? ''] ?? 'unknown',
      vcpus: asNumber(properties['config.hardware.numCPU']) ?? 0,
      memoryMiB: asNumber(properties['config.hardware.memoryMB']) ?? 0,
      title: mark.get('orrery.title') || null,
      description: asText(properties['config.annotation']) || null,
      tags: tagsOf(mark.get('orrery.tags')),
      project: mark.get('orrery.project') || null,
      autostart: null,
      hasSavedState: power === 'suspended',
      snapshots: names(asObjects(at(properties['snapshot'], 'rootSnapshotList'))),
      boots: await this.#boots(native),
    };
  }

  async #read(native: string): Promise<ObjectContent | null> {
    try {
      return await retrieveOne(this.session, { ref: this.ref(native), paths: lookPaths });
    } catch (error) {
      if (isFault(error, 'ManagedObjectNotFound')) return null;
      throw error;
    }
  }

  async #mark(properties: ObjectContent['properties']): Promise<Map<string, string>> {
    if (!this.session.content.customFieldsManager) return new Map();
    const values = customValues(properties['customValue']);
    const fields = await listFields(this.session);
    return new Map(fields.map(({ key, name }) => [name, values.get(key) ?? '']));
  }

  /** Resets and reboots since it was made; null: a single host cannot be asked. */
  async #boots(native: string): Promise<number | null> {
    const { eventManager, about } = this.session.content;
    if (about.apiType === 'HostAgent') return null;
    if (!eventManager) throw new Error('The lab has no event manager');
    const entity = el('entity', [el('entity', this.ref(native)), el('recursion', 'self')]);
    const args = [el('filter', [entity, ...each('eventTypeId', bootEvents), el('maxCount', 100)])];
    const found = await this.session.call({ method: 'QueryEvents', self: eventManager, args });
    return asObjects(found).length;
  }

  async volumeExists(native: string): Promise<boolean> {
    const file = this.#files.get(native);
    // A disk of nothing made here: gone, if it was a first-class disk.
    return file !== undefined && this.#lab.hasFile(file);
  }

  async list(type: string, paths: readonly string[]): Promise<ObjectContent[]> {
    return list(this.session, type, paths);
  }

  async datastore(): Promise<{ native: string; accessible: boolean }> {
    const [first] = await this.list('Datastore', ['summary']);
    if (!first) throw new Error('The lab has no datastore');
    return {
      native: nativeOfRef(first.ref),
      accessible: at(first.properties['summary'], 'accessible') === 'true',
    };
  }

  /** What earlier runs may have left. */
  async sweep(): Promise<void> {
    for (const { ref, properties } of await this.list('VirtualMachine', ['name']))
      if (asText(properties['name'])?.startsWith('conf-')) await this.destroy(ref.value);
    const inMaintenance = 'runtime.inMaintenanceMode';
    for (const { ref, properties } of await this.list('HostSystem', [inMaintenance]))
      if (asBoolean(properties[inMaintenance]) === true)
        await this.ended(await exitMaintenance(this.session, ref));
  }
}

const lookPaths = [
  'name',
  'runtime.powerState',
  'config.hardware.numCPU',
  'config.hardware.memoryMB',
  'config.annotation',
  'customValue',
  'snapshot',
];

const powers: Readonly<Record<string, PowerState>> = {
  poweredOn: 'running',
  poweredOff: 'stopped',
  suspended: 'suspended',
};

const names = (nodes: readonly VimObject[]): string[] =>
  nodes.flatMap(node => [
    decoded(asText(node['name']) ?? ''),
    ...names(asObjects(node['childSnapshotList'])),
  ]);

function tagsOf(text: string | undefined): string[] {
  const tags: unknown = JSON.parse(text || '[]');
  return Array.isArray(tags) ? tags.map(String) : [];
}

async function list(session: VimSession, type: string, paths: readonly string[]): Promise<ObjectContent[]> {
  const view = await createContainerView(session, [type]);
  return retrieveAll(session, { properties: { [type]: paths }, objects: [viewSelection(view)] });
}

/** Where new machines go: where the first one is. */
async function placeOf(session: VimSession): Promise<Place> {
  const [datastore] = await list(session, 'Datastore', ['name']);
  const [network] = await list(session, 'Network', ['name']);
  for (const { properties } of await list(session, 'VirtualMachine', ['parent', 'resourcePool'])) {
    const folder = asRef(properties['parent']);
    const pool = asRef(properties['resourcePool']);
    if (!folder || !pool) continue;
    const nameOf = (found: ObjectContent | undefined) => asText(found?.properties['name']) ?? '';
    return { folder, pool, datastore: nameOf(datastore), network: nameOf(network) };
  }
  throw new Error('The lab has no machine');
}
