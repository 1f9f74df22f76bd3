import type { ImageFacts } from '../images/image-facts.ts';
import { type MoRef, refKey } from '@orrery/vim25/values.ts';
import type {
  ClusterFacts,
  DatastoreFacts,
  DiskFacts,
  HostFacts,
  NetworkFacts,
  VmFacts,
  VolumeFacts,
} from '../map/facts.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
import {
  clusterReaders,
  datastoreReaders,
  hostReaders,
  networkReaders,
  newCluster,
  newDatastore,
  newHost,
  newNetwork,
  portgroupReaders,
} from '../map/others.ts';
import type { Changes } from '../map/read.ts';
import { newVm, vmReaders } from '../map/vm.ts';
import type { AlarmFacts, RecommendationFacts } from '../map/warnings.ts';
import { type Shelf, shelf, take } from './shelf.ts';
import { Structure } from './structure.ts';

/** What a disk is and which VMs have it. */
export interface SharedDisk {
  disk: DiskFacts;
  users: Set<VmFacts>;
}

/** What the server said last of each object that is watched, by its reference. */
export class Store {
  readonly #vms = shelf(newVm, vmReaders);
  readonly #hosts = shelf(newHost, hostReaders);
  readonly #clusters = shelf(newCluster, clusterReaders);
  readonly #datastores = shelf(newDatastore, datastoreReaders);
  readonly #networks = shelf(newNetwork, networkReaders);
  readonly #portgroups: Shelf<NetworkFacts> = {
    facts: this.#networks.facts,
    make: newNetwork,
    readers: portgroupReaders,
  };
  /** What orders the others: folders, data centres, resource pools, datastore clusters. */
  readonly structure = new Structure();
  readonly #byNative = new Map<string, VmFacts>();
  readonly #disks = new Map<string, SharedDisk>();
  readonly #volumes = new Map<string, VolumeFacts>();

  /** Images that are no templates, by their native ids. */
  readonly images = new Map<string, ImageFacts>();
  /** Operations whose copies are no instances, for they become images: by the `instanceUuid` of the copies. */
  readonly hidden = new Set<string>();

  readonly vms: ReadonlyMap<string, VmFacts> = this.#vms.facts;
  readonly hosts: ReadonlyMap<string, HostFacts> = this.#hosts.facts;
  readonly clusters: ReadonlyMap<string, ClusterFacts> = this.#clusters.facts;
  readonly datastores: ReadonlyMap<string, DatastoreFacts> = this.#datastores.facts;
  readonly networks: ReadonlyMap<string, NetworkFacts> = this.#networks.facts;
  readonly disks: ReadonlyMap<string, SharedDisk> = this.#disks;
  /** First-class disks, attached or not. */
  readonly volumes: ReadonlyMap<string, VolumeFacts> = this.#volumes;

  /** By their native ids; read apart, as vCenter need not push them. */
  readonly alarms = new Map<string, AlarmFacts>();
  readonly recommendations = new Map<string, RecommendationFacts>();

  /** Which properties of which types it takes. */
  static readonly watched: Readonly<Record<string, readonly string[]>> = {
    VirtualMachine: Object.keys(vmReaders),
    HostSystem: Object.keys(hostReaders),
    ...Structure.watched,
    ClusterComputeResource: Object.keys(clusterReaders),
    Datastore: Object.keys(datastoreReaders),
    Network: Object.keys(networkReaders),
    DistributedVirtualPortgroup: Object.keys(portgroupReaders),
  };

  apply(ref: MoRef, changes: Changes, seen: Seen): void {
    if (Structure.has(ref)) return this.structure.apply(ref, { changes, seen });
    switch (ref.type) {
      case 'VirtualMachine': {
        const vm = take(this.#vms, ref, { changes, seen });
        this.#byNative.set(vm.native, vm);
        break;
      }
      case 'HostSystem':
        take(this.#hosts, ref, { changes, seen });
        break;
      case 'ClusterComputeResource':
        take(this.#clusters, ref, { changes, seen });
        break;
      case 'Datastore':
        take(this.#datastores, ref, { changes, seen });
        break;
      case 'DistributedVirtualPortgroup':
        take(this.#portgroups, ref, { changes, seen });
        break;
      default:
        take(this.#networks, ref, { changes, seen });
    }
  }

  remove(ref: MoRef): void {
    const key = refKey(ref);
    const vm = this.#vms.facts.get(key);
    if (vm) {
      this.#forgetDisks(vm);
      this.#byNative.delete(vm.native);
    }
    for (const { facts } of [this.#vms, this.#hosts, this.#clusters, this.#datastores, this.#networks])
      facts.delete(key);
    this.structure.remove(ref);
  }

  /** All that is known, less what a complete list has named. */
  except(listed: ReadonlySet<string>): MoRef[] {
    const shelves = [
      this.vms,
      this.hosts,
      this.clusters,
      this.datastores,
      this.networks,
      ...this.structure.shelves,
    ];
    return shelves.flatMap(facts => [...facts].filter(([key]) => !listed.has(key)).map(([, { ref }]) => ref));
  }

  /** Of any object that is known. */
  nativeOf(ref: MoRef): string | undefined {
    const key = refKey(ref);
    const shelves = [this.vms, this.hosts, this.clusters, this.datastores, this.networks];
    for (const facts of shelves) {
      const found = facts.get(key);
      if (found) return found.native;
    }
    return undefined;
  }

  setDevices(vm: VmFacts, devices: VmFacts['devices']): void {
    this.#forgetDisks(vm);
    vm.devices = devices;
    for (const disk of devices?.disks ?? []) {
      if (disk.native === null) continue;
      const shared = this.#disks.get(disk.native) ?? { disk, users: new Set() };
      shared.users.add(vm);
      shared.disk = disk;
      this.#disks.set(disk.native, shared);
    }
  }

  setVolume(volume: VolumeFacts): void {
    this.#volumes.set(volume.native, volume);
  }

  forgetVolume(native: string): void {
    this.#volumes.delete(native);
  }

  vm(native: string): VmFacts | undefined {
    return this.#byNative.get(native);
  }

  isHidden = ({ uuid }: VmFacts): boolean => uuid !== null && this.hidden.has(uuid);

  vmOf(ref: MoRef): VmFacts | undefined {
    return this.#vms.facts.get(refKey(ref));
  }

  host(ref: MoRef | null): HostFacts | undefined {
    return ref === null ? undefined : this.#hosts.facts.get(refKey(ref));
  }

  clusterOf(host: HostFacts | undefined): ClusterFacts | undefined {
    return host?.parent ? this.#clusters.facts.get(refKey(host.parent)) : undefined;
  }

  datastore(value: string | null): DatastoreFacts | undefined {
    return value === null ? undefined : this.#datastores.facts.get(refKey({ type: 'Datastore', value }));
  }

  /** A standard network, a port group or another kind: the reference may not say which. */
  network(ref: MoRef | null): NetworkFacts | undefined {
    return ref === null ? undefined : this.#networks.facts.get(refKey(ref));
  }

  #forgetDisks(vm: VmFacts): void {
    for (const { native } of vm.devices?.disks ?? []) {
      const shared = native === null ? undefined : this.#disks.get(native);
      shared?.users.delete(vm);
      if (shared?.users.size === 0 && native !== null) this.#disks.delete(native);
    }
  }
}
