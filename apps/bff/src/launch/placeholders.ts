import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { InventoryService } from '../inventory/inventory-service.ts';
import { row } from '../inventory/resource-row.ts';
import type { OperationRecord } from '../operations/operation-record.ts';

type Inventory = Pick<InventoryService, 'store' | 'publish' | 'retract' | 'runtime'>;

/** After a success the backend's own row may lag this much; later there is none. */
const patienceMs = 60_000;

/** Shows instances from the moment that they have an id: an image may be on its way to their host for minutes. */
export class Placeholders {
  readonly #inventory: Inventory;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  identified(record: OperationRecord): void {
    const { creation, target } = record;
    if (creation?.kind !== 'instance' || row(this.#inventory.store, 'instance', target)) return;
    this.#inventory.publish([this.#placeholder(record, creation.spec)]);
  }

  /** What has not come is taken away again. */
  ended({ creation, target, state }: OperationRecord): void {
    if (creation?.kind !== 'instance') return;
    if (state !== 'succeeded') this.#drop(target);
    else this.#inventory.runtime.after(patienceMs, () => this.#drop(target));
  }

  #drop(id: string): void {
    const { store } = this.#inventory;
    // Backends report as `event` or `poll`: such a row is theirs.
    if (row(store, 'instance', id)?.source === 'derived') this.#inventory.retract('instance', [id]);
  }

  #placeholder(record: OperationRecord, spec: InstanceCreation): Instance {
    const { store } = this.#inventory;
    const host = record.host === null ? undefined : row(store, 'host', record.host);
    const { name, title, description, tags, flavor, vcpus, memoryMiB, networks } = spec;
    const { root } = spec;
    return {
      ...{ ...nothingYet, name, title, description, tags, flavor, vcpus, memoryMiB, networks },
      id: record.target,
      backend: record.backend,
      project: record.project,
      // Older than all that its backend can say of it: a reading may have been asked for before this, and tell more.
      asOf: record.createdAt,
      instanceKind: spec.container === null ? 'vm' : 'container',
      host: record.host,
      hostName: host?.name ?? null,
      cluster: host?.cluster ?? null,
      image: root.from === 'image' || root.from === 'installer' ? root.image : null,
    };
  }
}

const nothingYet = {
  kind: 'instance',
  source: 'derived',
  stale: false,
  actions: [],
  status: 'creating',
  powerState: 'stopped',
  addresses: [],
  volumes: [],
  cpuPercent: null,
  memoryUsedMiB: null,
  diskBytesPerSecond: null,
  networkBytesPerSecond: null,
  persistent: true,
  autostart: null,
  hasSavedState: false,
  agent: 'absent',
  health: null,
  architecture: null,
  machineType: null,
  firmware: null,
  disks: [],
  interfaces: [],
  consoles: [],
  createdAt: null,
  startedAt: null,
} satisfies Partial<Instance>;
