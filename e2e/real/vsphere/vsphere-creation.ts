import type { CreationFixture } from '@orrery/provider-kit/conformance/fixture.ts';
import { applianceImage, aStreamedVmdk } from '@orrery/provider-kit/testing/appliances.ts';
import { nativeOfDisk, nativeOfTemplate } from '@orrery/provider-vsphere/ids.ts';
import {
  createDisk,
  deleteDisk,
  type FirstClassDisk,
  listDisks,
  readDisk,
  retrieveDisk,
} from '@orrery/vim25/methods/first-class-disks.ts';
import { readName } from '@orrery/provider-vsphere/map/volume-name.ts';
import { listPortgroups } from '@orrery/vim25/methods/switches.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { asRef, asRefs, asText, type MoRef } from '@orrery/vim25/values.ts';
import { vsphereLab } from '../../support/vsphere-lab.ts';
import type { LabHands } from './lab-hands.ts';

const mebi = 1024 * 1024;
let serial = 0;

/** What the lab is given to make things from, and where to look for what was made. */
export class CreationHands {
  readonly #hands: LabHands;
  #template: MoRef | null = null;

  constructor(hands: LabHands) {
    this.#hands = hands;
  }

  /** A template with one disk and one interface. */
  async template(): Promise<MoRef> {
    if (this.#template) return this.#template;
    const native = await this.#hands.make({
      name: 'conf-template',
      running: false,
      guest: 'any',
      part: null,
      project: null,
    });
    this.#template = this.#hands.ref(native);
    await machines.markAsTemplate(this.#hands.session, this.#template);
    return this.#template;
  }

  /** A port group that the instances made here are not on. */
  async network(): Promise<string> {
    const groups = await listPortgroups(this.#hands.session);
    const used = await this.#hands.list('VirtualMachine', ['name', 'network']);
    const conf = used.filter(({ properties: p }) => asText(p['name'])?.startsWith('conf-'));
    const taken = new Set(conf.flatMap(({ properties: p }) => asRefs(p['network']).map(ref => ref.value)));
    const free = groups.find(
      ({ ref, properties: p }) =>
        !taken.has(ref.value) && !/Uplink/.test(asText(p['name']) ?? '') && asRefs(p['host']).length > 0,
    );
    if (!free) throw new Error('The lab has no port group to attach to');
    return free.ref.value;
  }

  async volume(): Promise<string> {
    const [datastore] = await this.#hands.list('Datastore', ['name']);
    if (!datastore) throw new Error('The lab has no datastore');
    const spec = { name: `conf-disk-${++serial}`, datastore: datastore.ref, capacityBytes: 64 * mebi };
    const task = await createDisk(this.#hands.session, spec);
    const { result } = await this.#hands.ended(task);
    const disk = readDisk(result ?? undefined);
    if (!disk) throw new Error('CreateDisk_Task did not say what it made');
    return nativeOf(disk);
  }

  async disks(): Promise<FirstClassDisk[]> {
    const { session } = this.#hands;
    const all: FirstClassDisk[] = [];
    for (const { ref } of await this.#hands.list('Datastore', ['name']))
      for (const key of await listDisks(session, ref)) {
        const disk = await retrieveDisk(session, key).catch(() => null);
        if (disk) all.push(disk);
      }
    return all;
  }

  /** What earlier runs may have left. */
  async sweep(): Promise<void> {
    this.#template = null;
    for (const disk of await this.disks()) if (disk.name.startsWith('conf-')) await this.#deleted(disk);
    for (const { ref, properties } of await listPortgroups(this.#hands.session))
      if (asText(properties['name'])?.startsWith('conf-'))
        await this.#hands.ended(await machines.destroy(this.#hands.session, ref)).catch(() => undefined);
  }

  /** Gone as well where it went with the instance that had it. */
  async #deleted(disk: FirstClassDisk): Promise<void> {
    try {
      await this.#hands.ended(await deleteDisk(this.#hands.session, disk));
    } catch (error) {
      if ((await this.disks()).some(({ id }) => id === disk.id)) throw error;
    }
  }

  async #host(): Promise<string> {
    for (const { ref, properties } of await this.#hands.list('HostSystem', ['parent']))
      if (asRef(properties['parent'])?.type === 'ClusterComputeResource') return ref.value;
    throw new Error('The lab has no host');
  }

  /** Virtual machines, disks, port groups and files that bear a name. */
  async #traces(name: string): Promise<string[]> {
    const named = async (type: string) =>
      (await this.#hands.list(type, ['name']))
        .filter(({ properties }) => asText(properties['name']) === name)
        .map(({ ref }) => `${type} ${ref.value}`);
    const disks = (await this.disks()).filter(d => readName(d.name).name === name).map(d => `disk ${d.id}`);
    const stores = await this.#hands.list('Datastore', ['name']);
    const files: string[] = [];
    for (const { properties } of stores) {
      // Cloned, and imported.
      for (const file of [`${name}.vmdk`, 'disk-0.vmdk']) {
        const path = `[${asText(properties['name']) ?? ''}] ${name}/${file}`;
        if (await vsphereLab.hasFile(path)) files.push(path);
      }
    }
    return [
      ...(await named('VirtualMachine')),
      ...(await named('DistributedVirtualPortgroup')),
      ...disks,
      ...files,
    ];
  }

  fixture(): CreationFixture {
    return {
      images: [applianceImage('conf-appliance', aStreamedVmdk(300_000))],
      instance: async (name, id) => ({
        name,
        title: null,
        description: null,
        tags: [],
        flavor: 'conf-flavor',
        vcpus: 2,
        memoryMiB: 192,
        diskGiB: 1,
        root: { from: 'image', image: id(nativeOfTemplate((await this.template()).value)) },
        volumes: [{ newGiB: 1 }],
        networks: [id(await this.network())],
        firstBoot: { hostname: name, sshKeys: ['ssh-ed25519 AAAA conf'], userData: '#cloud-config\n{}' },
        container: null,
        start: true,
      }),
      volume: async name => ({
        name,
        pool: null,
        capacityBytes: 64 * mebi,
        format: null,
        source: null,
      }),
      network: async name => ({
        name,
        type: 'bridged',
        cidr: null,
        dhcp: false,
        dhcpRange: null,
        bridge: null,
        vlan: 117,
        autostart: true,
      }),
      host: () => this.#host(),
      traces: name => this.#traces(name),
    };
  }
}

export const nativeOf = ({ datastore, file }: FirstClassDisk): string =>
  nativeOfDisk({ datastore: datastore.value, file: file ?? '' });
