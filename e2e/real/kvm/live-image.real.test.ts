import { createHash } from 'node:crypto';
import type { ExportedDisk } from '@orrery/provider-kit/exporter.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import { uuidOfOperation, stampedName } from '@orrery/provider-libvirt/create/made-names.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kvmLab } from '../../support/kvm-lab.ts';
import { CreationRig } from './creation-rig.ts';
import { labImage } from './kvm-creation.ts';
import { LabHands, labSockets } from './lab-hands.ts';

const hands = new LabHands(await labSockets());
const tiny = await labImage();
let rig: CreationRig;
let guest = '';
let boots = 0;
let copies = 0;
const copyName = () => `conf-new-copy-${++copies}`;
/** Guests boot in minutes when the machine is busy. */
const bootMs = 600_000;

const uuid = () => guest.slice('lab:'.length);
const virsh = (...args: string[]) => hands.virsh(1, args);
const onHost = (...command: string[]) => kvmLab.exec(1, ...command);

/** Which files its disk is made of, from the top to the bottom, as QEMU has them open; and what the bottom holds. */
async function chain(): Promise<string> {
  const disk = (await virsh('domblklist', uuid())).split('\n').find(l => l.trim().startsWith('vda')) ?? '';
  const path = disk.trim().split(/\s+/)[1] ?? '';
  const files = (await onHost('qemu-img', 'info', '-U', '--backing-chain', path))
    .split('\n')
    .filter(line => /^(image|backing file):/.test(line));
  const bottom = files.at(-1)?.replace(/^image: /, '') ?? '';
  return [...files, await onHost('sha256sum', bottom)].join('\n');
}

const frozen = async () =>
  virsh('qemu-agent-command', uuid(), JSON.stringify({ execute: 'guest-fsfreeze-status' }), '--timeout', '5');

const asked = (operation: string = crypto.randomUUID()) => ({
  ...{ operation, kind: 'instance' as const, id: guest, action: 'createImage' },
  ...{ args: { name: 'conf-image', description: null }, before: {} },
});

const exporter = () => {
  if (!rig.provider.exporter) throw new Error('It gives out nothing');
  return rig.provider.exporter;
};

async function exported(): Promise<{ disk: ExportedDisk; image: ImageContent }> {
  const { signal } = new AbortController();
  return exporter().export(asked(), rig.control(), async disk => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of disk.read(signal)) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const image = {
      ...tiny,
      id: 'orrery:image:live',
      sizeBytes: bytes.length,
      virtualSizeBytes: Number(bytes.readBigUInt64BE(24)),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      read: async function* read(offset: number) {
        yield bytes.subarray(offset);
      },
    };
    return { disk, image };
  });
}

beforeAll(async () => {
  await hands.sweep();
  rig = await CreationRig.start();
  guest = await rig.make(rig.instance('conf-new-live', tiny, { start: true, diskGiB: 0 }));
  boots = await hands.booted(uuid(), 1);
}, bootMs);
afterAll(async () => {
  await rig?.provider.stop();
  await hands.sweep();
});

describe('an image of an instance that runs', () => {
  it('is held still by its agent for the moment of the copy, boots, and no chain is touched', {
    timeout: bootMs,
  }, async () => {
    const before = await chain();
    const { disk, image } = await exported();
    expect(disk.consistency).toBe('quiesced');
    expect(await frozen()).toContain('thawed');
    expect(await chain()).toBe(before);
    expect(await hands.traces('conf-new-live-export')).toEqual([]);
    const copy = await rig.make(rig.instance(copyName(), image, { start: true, diskGiB: 0 }));
    const native = copy.slice('lab:'.length);
    expect(await hands.booted(native, 1)).toBe(boots + 1);
    await rig.act('instance', copy, 'forceStop');
    await rig.act('instance', copy, 'delete', { withVolumes: true });
    await virsh('vol-delete', '--pool', 'local', `image-${image.sha256}.qcow2`);
  });

  it('that is paused has what a power cut leaves, and stays paused', async () => {
    await virsh('suspend', uuid());
    try {
      const before = await chain();
      const { disk } = await exported();
      expect(disk.consistency).toBe('crash');
      expect(await virsh('domstate', uuid())).toBe('paused');
      expect(await chain()).toBe(before);
    } finally {
      await virsh('resume', uuid());
    }
  });

  it('given up, ends the job and leaves nothing', async () => {
    const before = await chain();
    const aborting = new AbortController();
    const progress = () => aborting.abort();
    const control = rig.control({ signal: aborting.signal, progress });
    const reading = exporter().export(asked(), control, async () => 'read');
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    await expect(virsh('backup-dumpxml', uuid())).rejects.toThrow(/no domain backup job/i);
    expect(await hands.traces('conf-new-live-export')).toEqual([]);
    expect(await chain()).toBe(before);
  });

  it('is cleared up after a crash of Orrery: the guest writes on, and the part is gone', async () => {
    const operation = crypto.randomUUID();
    const file = stampedName('conf-new-live-export', uuidOfOperation('lab', operation), 'qcow2');
    await virsh('vol-create-as', 'local', file, '64M', '--format', 'qcow2');
    await virsh('domfsfreeze', uuid());
    try {
      expect(await frozen()).toContain('frozen');
      await exporter().clear(asked(operation), rig.control());
      expect(await frozen()).toContain('thawed');
    } finally {
      await virsh('domfsthaw', uuid());
    }
    expect(await hands.traces('conf-new-live-export')).toEqual([]);
    expect(await hands.bootCount(uuid(), 1)).toBe(boots);
  });
});
