import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { CreationPhase } from '@orrery/contract/creation/creation.ts';
import { cachedName } from '@orrery/provider-libvirt/create/made-names.ts';
import { nativeIds } from '@orrery/provider-libvirt/ids.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { kvmLab } from '../../support/kvm-lab.ts';
import { CreationRig, freshCopy } from './creation-rig.ts';
import { labImage } from './kvm-creation.ts';
import { LabHands, labSockets } from './lab-hands.ts';

const hands = new LabHands(await labSockets());
const tiny = await labImage();
let rig: CreationRig;
let serial = 0;
const name = () => `conf-new-r${++serial}`;
const localPool = 'local';
/** The lab's first host keeps its local pool here, as the machine sees it. */
const poolDir = join(process.env.KVM_LAB_DIR ?? '/var/lib/kvm-lab', 'host1', 'lib', 'images');

const volumesOf = () => hands.volumes(1, localPool);
const sum = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

beforeAll(async () => {
  await hands.sweep();
  rig = await CreationRig.start();
});

afterAll(async () => {
  await rig?.provider.stop();
  await hands.sweep();
  for (const volume of await volumesOf())
    if (volume.startsWith('image-'))
      await hands.virsh(1, ['vol-delete', '--pool', localPool, volume]).catch(() => '');
});

describe('an image', () => {
  it('is brought once for launches that come at the same time, and is there for the next', async () => {
    const image = await freshCopy(tiny);
    const names = [name(), name(), name()];
    const ids = await Promise.all(names.map(each => rig.make(rig.instance(each, image))));
    // Its first part is read once more, to look at the header.
    expect(image.bytesRead() - image.sizeBytes).toBeLessThanOrEqual(262_144);
    const before = image.bytesRead();
    ids.push(await rig.make(rig.instance(name(), image)));
    expect(image.bytesRead()).toBe(before);
    expect((await volumesOf()).filter(v => v === cachedName(image))).toHaveLength(1);
    for (const id of ids) await rig.act('instance', id, 'delete', { withVolumes: true });
  });

  it('that is cut, aborted, or is not what its checksum says, leaves nothing', async () => {
    const whole = await freshCopy(tiny);
    const cut = await freshCopy(tiny);
    const aborting = new AbortController();
    const attempts = [
      { image: { ...whole, sha256: '0'.repeat(64) }, signal: new AbortController().signal, code: 'internal' },
      {
        image: {
          ...cut,
          read: async function* readHalf(offset: number, signal: AbortSignal) {
            let sent = 0;
            for await (const chunk of cut.read(offset, signal)) {
              sent += chunk.length;
              if (sent > cut.sizeBytes / 2) throw new Error('The store broke');
              yield chunk;
            }
          },
        },
        signal: new AbortController().signal,
        code: 'internal',
      },
      { image: await freshCopy(tiny), signal: aborting.signal, code: 'cancelled' },
    ];
    for (const { image, signal, code } of attempts) {
      const each = name();
      const progress = ({ fraction = 0 }) => {
        if (signal === aborting.signal && fraction > 0.25) aborting.abort();
      };
      const request = rig.request(rig.instance(each, image));
      await expect(rig.creator.create(request, rig.control({ signal, progress }))).rejects.toMatchObject({
        code,
      });
      expect(await hands.traces(each)).toEqual([]);
      expect(await volumesOf()).not.toContain(cachedName(image));
    }
  });

  it('with a backing file is refused before a byte of it is sent', async () => {
    const bytes = Buffer.alloc(4_096);
    bytes.write('QFI\xfb', 0, 'latin1');
    bytes.writeUInt32BE(3, 4);
    bytes.writeBigUInt64BE(104n, 8);
    const image = {
      ...(await freshCopy(tiny)),
      sizeBytes: bytes.length,
      read: async function* readIt() {
        yield bytes;
      },
    };
    const each = name();
    await expect(rig.make(rig.instance(each, image))).rejects.toMatchObject({ code: 'args.invalid' });
    expect(await hands.traces(each)).toEqual([]);
    expect(await volumesOf()).not.toContain(cachedName(image));
  });
});

describe('a host that fails in the middle', () => {
  it.each<CreationPhase>(['image', 'disk', 'define', 'boot'])(
    'of the phase %s leaves nothing behind',
    async phase => {
      const failures: Promise<void>[] = [];
      const fail = () => {
        if (failures.length === 0) failures.push(kvmLab.killDaemon(1).then(() => kvmLab.startDaemon(1)));
      };
      const fresh = await freshCopy(tiny);
      /** The daemon dies when half of it has been sent. */
      const halting = {
        ...fresh,
        read: async function* readHalting(offset: number, signal: AbortSignal) {
          let sent = 0;
          for await (const chunk of fresh.read(offset, signal)) {
            sent += chunk.length;
            if (sent > fresh.sizeBytes / 2) fail();
            await Promise.all(failures);
            yield chunk;
          }
        },
      };
      const image = phase === 'image' ? halting : tiny;
      const each = name();
      const progress = (told: { phase?: string }) => {
        if (phase !== 'image' && told.phase === phase) fail();
      };
      const request = rig.request(rig.instance(each, image, { start: true }));
      const outcome = await rig.creator
        .create(request, rig.control({ progress }))
        .catch((error: unknown) => error);
      await Promise.all(failures);
      expect(failures).toHaveLength(1);
      await hands.forgetHalfStarted(1, each);
      await rig.mirror.waitFor('host1 back', () => rig.mirror.parts.get('host1')?.status === 'up', 120_000);
      if (outcome instanceof Error) {
        expect(await hands.traces(each), outcome.message).toEqual([]);
        if (phase === 'image') expect(await volumesOf()).not.toContain(cachedName(image));
        expect(await rig.creator.resolve(request, null, rig.control())).toEqual({ state: 'not-started' });
      } else {
        // The daemon died too late to be noticed: then it is whole.
        expect(await rig.creator.resolve(request, null, rig.control())).toMatchObject({ state: 'succeeded' });
      }
    },
    // A busy machine takes minutes until the daemon lets go of what it had half started.
    600_000,
  );
});

describe('a crash of Orrery', () => {
  it.each(['image', 'disk', 'define', 'boot', 'done'])(
    'in the phase %s: what is there is whole, or goes',
    async phase => {
      const each = name();
      const operation = crypto.randomUUID();
      const image = await killedAt(phase, { each, operation });
      rig.images.set(image.id, image);
      const request = rig.request(rig.instance(each, image, { start: true }), 'lab:host1', operation);
      const { state } = await rig.creator.resolve(request, null, rig.control());
      const traces = await hands.traces(each);
      if (phase === 'done') expect(state).toBe('succeeded');
      if (state === 'succeeded') {
        expect(await kvmLab.state(1, each)).toBe('running');
        expect(await rig.creator.resolve(request, null, rig.control())).toMatchObject({ state });
        await hands.destroy(await hands.virsh(1, ['domuuid', each]));
      } else expect({ state, traces }).toEqual({ state: 'not-started', traces: [] });
      const size = (await volumesOf()).includes(cachedName(image))
        ? (await readFile(join(poolDir, cachedName(image)))).length
        : null;
      expect([null, image.sizeBytes]).toContain(size);
    },
  );

  async function killedAt(phase: string, { each, operation }: { each: string; operation: string }) {
    const script = join(import.meta.dirname, 'create-until-killed.ts');
    const child = spawn(process.execPath, [script, each, operation, phase === 'image' ? 'fresh' : ''], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let sha256 = '';
    let sizeBytes = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      const [word, first = '', second = ''] = line.split(' ');
      if (word === 'sha256') [sha256, sizeBytes] = [first, Number(second)];
      // Of an image not at the first word, but with bytes on their way.
      if (word === 'phase' && first === phase && (phase !== 'image' || Number(second) > 3)) break;
    }
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return { ...tiny, id: `orrery:image:${sha256}`, sha256, sizeBytes };
  }
});

describe('what instances share', () => {
  it('is never written to, whatever is done to one of them, and cannot be deleted under them', async () => {
    const id = await rig.make(rig.instance(name(), tiny, { volumes: [{ newGiB: 1 }], start: true }));
    const shared = join(poolDir, cachedName(tiny));
    const before = await sum(shared);
    const native = id.slice('lab:'.length);
    const snapshot = `lab:${nativeIds.snapshot(native, 's1')}`;
    await rig.act('instance', id, 'snapshot', { name: 's1', withMemory: true });
    await rig.act('snapshot', snapshot, 'revert');
    await rig.act('snapshot', snapshot, 'delete');
    const [root = ''] = rig.mirror.get('instance', id)?.volumes ?? [];
    await rig.act('volume', root, 'resize', { capacityBytes: 2_147_483_648 });
    expect(await hands.virsh(1, ['domblkinfo', native, 'vda'])).toMatch(/Capacity:\s+2147483648/);
    const base = `lab:${nativeIds.volume('host1', { pool: localPool, name: cachedName(tiny) })}`;
    await expect(rig.act('volume', base, 'delete')).rejects.toMatchObject({
      code: 'resource.state',
      message: expect.stringMatching(/would be lost.*-root/),
    });
    await expect(rig.act('instance', id, 'attachVolume', { volume: base })).rejects.toMatchObject({
      code: 'resource.state',
    });
    await rig.act('instance', id, 'forceStop');
    await rig.act('instance', id, 'delete', { withVolumes: true });
    expect(await sum(shared)).toBe(before);
    expect(before).toBe(tiny.sha256);
  });
});

describe('other beginnings', () => {
  it('a volume, made as a copy of an image, that an instance then boots from', async () => {
    const each = name();
    rig.images.set(tiny.id, tiny);
    const source = { from: 'image' as const, image: tiny.id };
    const capacityBytes = 134_217_728;
    const volume = await rig.make({
      kind: 'volume',
      spec: { name: `${each}-vol`, pool: null, capacityBytes, format: null, source },
    });
    expect(rig.mirror.get('volume', volume)).toMatchObject({
      name: `${each}-vol`,
      capacityBytes,
      backingVolume: null,
    });
    const id = await rig.make(
      rig.instance(each, tiny, {
        root: { from: 'volume', volume },
        diskGiB: 0,
        start: true,
        networks: ['lab:net:default'],
      }),
    );
    // The launch itself waits for an address only so long: a busy machine boots for minutes.
    await hands.booted(id.slice('lab:'.length), 1);
    const addressed = () =>
      rig.mirror.get('instance', id)?.addresses.some(a => a.address.startsWith('192.168.122.'));
    await rig.mirror.waitFor('an address of the network', addressed, 120_000);
    await expect(rig.act('volume', volume, 'delete')).rejects.toMatchObject({ code: 'resource.state' });
    await rig.act('instance', id, 'forceStop');
    await rig.act('instance', id, 'delete');
    await rig.act('volume', volume, 'delete');
    expect(await hands.traces(each)).toEqual([]);
  });

  it('an installer and an empty disk', async () => {
    const each = name();
    const bytes = Buffer.alloc(65_536, 1);
    const image = {
      ...tiny,
      id: 'orrery:image:installer',
      format: 'iso' as const,
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      read: async function* readIt() {
        yield bytes;
      },
    };
    const root = { from: 'installer' as const, image: image.id };
    const id = await rig.make(rig.instance(each, image, { root }));
    const xml = await hands.virsh(1, ['dumpxml', each]);
    expect(xml).toMatch(
      /device='cdrom'[\s\S]*image-[0-9a-f]{64}\.iso[\s\S]*<readonly\/>[\s\S]*<boot order='2'\/>/,
    );
    await expect(rig.make(rig.instance(name(), image))).rejects.toMatchObject({ code: 'args.invalid' });
    await rig.act('instance', id, 'delete', { withVolumes: true });
    expect(await hands.traces(each)).toEqual([]);
  });
});

describe('networks', () => {
  /** Its range is its own: one that a test that failed has left would overlap with that of its repetition. */
  let range = '';
  let ranges = 0;
  beforeEach(() => {
    range = `10.213.${++ranges}`;
  });
  const network = (each: string, change: object) => ({
    kind: 'network' as const,
    spec: {
      name: each,
      type: 'nat' as const,
      cidr: `${range}.0/24`,
      dhcp: true,
      dhcpRange: { start: `${range}.50`, end: `${range}.60` },
      bridge: null,
      vlan: null,
      autostart: true,
      ...change,
    },
  });
  const activeOn = async (each: string) =>
    (await Promise.all([1, 2, 3].map(host => hands.virsh(host, ['net-list', '--name'])))).filter(list =>
      list.split('\n').some(line => line.trim() === each),
    ).length;

  it('are made on all hosts, give addresses of their range, and go from all', async () => {
    const each = name();
    const net = await rig.make(network(each, {}));
    expect(await activeOn(each)).toBe(3);
    // Each host tells of its own part, when its event comes.
    const onAll = () => {
      const { status, hosts = [] } = rig.mirror.get('network', net) ?? {};
      return (status === 'active' && hosts.length === 3) || null;
    };
    await rig.mirror.waitFor('the network to be active on all hosts', onAll, 120_000);
    const id = await rig.make(rig.instance(name(), tiny, { networks: [net], start: true }), 'lab:host2');
    await hands.booted(id.slice('lab:'.length), 2);
    const address = () =>
      rig.mirror
        .get('instance', id)
        ?.addresses.find(a => a.address.startsWith(`${range}.`) && /\.(5\d|60)$/.test(a.address));
    await rig.mirror.waitFor('an address of the range', address, 120_000);
    await expect(rig.act('network', net, 'delete')).rejects.toMatchObject({ code: 'resource.state' });
    await rig.act('instance', id, 'forceStop');
    await rig.act('instance', id, 'delete', { withVolumes: true });
    await rig.act('network', net, 'delete');
    expect(await activeOn(each)).toBe(0);
  });

  it('are refused with the reason: ranges that overlap, ranges that do not fit, VLANs that this libvirt cannot do', async () => {
    await expect(
      rig.make(network(name(), { cidr: '192.168.122.0/25', dhcpRange: null })),
    ).rejects.toMatchObject({
      code: 'backend.refused',
      message: expect.stringContaining('overlaps'),
    });
    await expect(rig.make(network(name(), { cidr: '10.213.200.0/24' }))).rejects.toMatchObject({
      code: 'args.invalid',
    });
    await expect(
      rig.make(network(name(), { type: 'bridged', bridge: 'br0', vlan: 12, cidr: null, dhcpRange: null })),
    ).rejects.toMatchObject({ code: 'capability.missing' });
  });

  it('that are aborted when two of three hosts have them go from all', async () => {
    const each = name();
    const aborting = new AbortController();
    let told = 0;
    const control = rig.control({
      signal: aborting.signal,
      progress: () => {
        if (++told === 3) aborting.abort();
      },
    });
    await expect(rig.creator.create(rig.request(network(each, {})), control)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(told).toBe(3);
    expect(await hands.traces(each)).toEqual([]);
  });
});
