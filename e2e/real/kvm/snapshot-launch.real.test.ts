import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import { nativeIds } from '@orrery/provider-libvirt/ids.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kvmLab } from '../../support/kvm-lab.ts';
import { CreationRig } from './creation-rig.ts';
import { labImage } from './kvm-creation.ts';
import { LabHands, labSockets } from './lab-hands.ts';

const hands = new LabHands(await labSockets());
const tiny = await labImage();
let rig: CreationRig;
let serial = 0;
const name = () => `conf-new-s${++serial}`;
/** Guests boot in minutes when the machine is busy. */
const bootMs = 600_000;

const uuidOf = (id: string) => id.slice('lab:'.length);
const virsh = (...args: string[]) => hands.virsh(1, args);
/** As the host has it. */
const onHost = (...command: string[]) => kvmLab.exec(1, ...command);

/** Path of the disk that it boots from, on its host. */
async function diskOf(id: string): Promise<string> {
  const lines = (await virsh('domblklist', uuidOf(id))).split('\n');
  return (
    lines
      .find(line => line.trim().startsWith('vda'))
      ?.trim()
      .split(/\s+/)[1] ?? ''
  );
}

/** SHA-256 of what a guest would read from it, or from a snapshot inside of its file. */
async function contentOf(id: string, snapshot?: string): Promise<string> {
  const from = snapshot === undefined ? '' : `-l snapshot.name=${snapshot}`;
  const raw = `/tmp/${uuidOf(id)}.raw`;
  // -U: it may be in use.
  const script = `qemu-img convert -U -O raw ${from} ${await diskOf(id)} ${raw} && sha256sum < ${raw} && rm ${raw}`;
  return (await onHost('sh', '-c', script)).split(' ')[0] ?? '';
}

const fileSum = async (id: string) => (await onHost('sha256sum', await diskOf(id))).split(' ')[0];

/** 64 KiB of a letter at 40 MiB, where the image has nothing; while nothing runs. */
const write = async (id: string, letter: string) =>
  onHost('qemu-io', '-c', `write -P ${letter.codePointAt(0)} 40M 64k`, await diskOf(id));

/** Files that were made behind libvirt's back are known to it, and to Orrery. */
const poolRead = async () => {
  await hands.volumes(1, 'local');
  await rig.provider.refresh(AbortSignal.timeout(60_000));
};

const take = async (id: string, label: string): Promise<string> => {
  await rig.act('instance', id, 'snapshot', { name: label });
  return `lab:${nativeIds.snapshot(uuidOf(id), label)}`;
};
const from = (snapshot: string, change: Partial<InstanceCreation> = {}) =>
  rig.instance(name(), tiny, { root: { from: 'snapshot', snapshot }, diskGiB: 0, ...change });
const small = { diskGiB: 0 };

beforeAll(async () => {
  await hands.sweep();
  rig = await CreationRig.start();
});
afterAll(async () => {
  await rig?.provider.stop();
  await hands.sweep();
});

describe('a launch from a snapshot', () => {
  it('has the disk as it was then, alone, and nothing of the source is altered', async () => {
    const source = await rig.make(rig.instance(name(), tiny, small));
    await write(source, 'a');
    const first = await take(source, 'first');
    await write(source, 'b');
    await take(source, 'second');
    await write(source, 'c');
    const before = await fileSum(source);
    const made = await rig.make(from(first));
    expect(await contentOf(made)).toBe(await contentOf(source, 'first'));
    expect(await contentOf(made)).not.toBe(await contentOf(source));
    expect(await fileSum(source)).toBe(before);
    const info = await onHost('qemu-img', 'info', await diskOf(made));
    expect(info).not.toMatch(/backing|Snapshot list/);
    await onHost('qemu-img', 'check', await diskOf(made));
    for (const id of [made, source]) await rig.act('instance', id, 'delete', { withVolumes: true });
  });

  it('of a disk that stands on nothing needs no second copy, and grows to what was asked for', async () => {
    const source = await rig.make(rig.instance(name(), tiny, small));
    const disk = await diskOf(source);
    await onHost('sh', '-c', `qemu-img convert -O qcow2 ${disk} ${disk}.flat && mv ${disk}.flat ${disk}`);
    await poolRead();
    await write(source, 'd');
    const snapshot = await take(source, 'flat');
    const made = await rig.make(from(snapshot, { diskGiB: 2 }));
    const info = await onHost('qemu-img', 'info', await diskOf(made));
    expect(info).toContain('virtual size: 2 GiB');
    await onHost('qemu-img', 'check', await diskOf(made));
    const compared = await onHost('qemu-img', 'compare', disk, await diskOf(made));
    expect(compared).toContain('Images are identical');
    for (const id of [made, source]) await rig.act('instance', id, 'delete', { withVolumes: true });
  });

  it('of one that keeps it beside its disk is a copy of that file', async () => {
    const source = await rig.make(rig.instance(name(), tiny, small));
    await virsh('snapshot-create-as', uuidOf(source), 'beside', '--disk-only');
    await write(source, 'e');
    await poolRead();
    const made = await rig.make(from(`lab:${nativeIds.snapshot(uuidOf(source), 'beside')}`));
    const pristine = await rig.make(rig.instance(name(), tiny, small));
    expect(await contentOf(made)).toBe(await contentOf(pristine));
    expect(await onHost('qemu-img', 'info', await diskOf(made))).not.toContain('backing');
    await virsh('snapshot-delete', uuidOf(source), 'beside', '--metadata');
    for (const id of [made, pristine, source]) await rig.act('instance', id, 'delete', { withVolumes: true });
  });

  it('of one that runs boots, and the source does not notice', { timeout: bootMs * 2 }, async () => {
    const source = await rig.make(rig.instance(name(), tiny, { ...small, start: true }));
    const boots = await hands.booted(uuidOf(source), 1);
    const snapshot = await take(source, 'live');
    const made = await rig.make(from(snapshot, { start: true }));
    const again = await hands.booted(uuidOf(made), 1);
    expect(again).toBe(boots + 1);
    expect(await hands.bootCount(uuidOf(source), 1)).toBe(boots);
    expect(await virsh('domstate', uuidOf(source))).toBe('running');
    for (const id of [made, source]) {
      await rig.act('instance', id, 'forceStop');
      await rig.act('instance', id, 'delete', { withVolumes: true });
    }
  });

  it('leaves nothing when its host fails in the middle, and after a crash of Orrery', async () => {
    const source = await rig.make(rig.instance(name(), tiny, small));
    await write(source, 'f');
    const snapshot = await take(source, 'kept');
    const creation = from(snapshot);
    const request = rig.request(creation);
    const failing: Promise<void>[] = [];
    const control = rig.control({
      progress: ({ message }) => {
        if (message !== undefined && failing.length === 0)
          failing.push(kvmLab.killDaemon(1).then(() => kvmLab.startDaemon(1)));
      },
    });
    const outcome = await rig.creator.create(request, control).catch((error: unknown) => error);
    await Promise.all(failing);
    expect(failing).toHaveLength(1);
    await rig.mirror.waitFor('host1 back', () => rig.mirror.parts.get('host1')?.status === 'up', 120_000);
    const { state } = await rig.creator.resolve(request, null, rig.control());
    if (outcome instanceof Error) {
      expect(outcome).toMatchObject({ code: 'backend.unavailable' });
      expect(state).toBe('not-started');
      expect(await hands.traces(creation.spec.name)).toEqual([]);
      // Else the daemon died too late to be noticed: then it is whole.
    } else expect(state).toBe('succeeded');
    expect(await contentOf(source, 'kept')).toBe(await contentOf(source));
    await rig.act('instance', source, 'delete', { withVolumes: true });
  });
});
