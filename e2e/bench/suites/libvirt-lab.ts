import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { progress } from '../harness/progress.ts';

const run = promisify(execFile);
const script = resolve(import.meta.dirname, '../../labs/kvm/kvm-lab');

/** Why no libvirt host can be brought up here, or null. */
export function labMissing(): string | null {
  if (process.getuid?.() !== 0) return 'The KVM lab needs root';
  if (!existsSync('/usr/sbin/libvirtd')) return 'libvirtd is not installed: run e2e/labs/kvm/kvm-lab install';
  return null;
}

/** One libvirt host of the benchmark's own, so that nobody else's lab is filled with its domains. */
export interface BenchLab {
  uri: string;
  /** Shut-off domains without disks. */
  define: (count: number) => Promise<void>;
  /** Running guests, paused before their first instruction: they cost the daemon what running ones do, and no CPU. */
  launch: (count: number) => Promise<void>;
  purge: () => Promise<void>;
}

export async function openLab(): Promise<BenchLab> {
  const dir = await mkdtemp(join(tmpdir(), 'orrery-bench-kvm-'));
  const env = { ...process.env, KVM_LAB_DIR: dir, KVM_LAB_NET: '191', KVM_LAB_HOSTS: '1' };
  const lab = async (...args: string[]) => (await run(script, args, { env })).stdout;
  const purge = async () => {
    await lab('purge');
    await rm(dir, { recursive: true, force: true });
  };
  try {
    progress('libvirt: bringing one host up');
    await lab('up');
    const address = /tcp=(\S+)/.exec(await lab('status'))?.[1];
    if (address === undefined) throw new Error('kvm-lab status names no address');
    return {
      uri: `qemu+tcp://${address}/system`,
      define: count => defineAll(count, { dir, lab }),
      launch: async count => {
        for (let guest = 0; guest < count; guest += 1)
          await lab('launch', '1', `bench-live-${guest}`, '--paused');
      },
      purge,
    };
  } catch (error) {
    await purge();
    throw error;
  }
}

async function defineAll(
  count: number,
  { dir, lab }: { dir: string; lab: (...args: string[]) => Promise<string> },
): Promise<void> {
  const commands: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const file = join(dir, `bench-${index}.xml`);
    await writeFile(file, domainXml(`bench-${String(index).padStart(3, '0')}`));
    commands.push(`define ${file}`);
  }
  // One virsh for all: each of its starts would cost more than the definition.
  await lab('virsh', '1', '-q', commands.join('; '));
}

function domainXml(name: string): string {
  return `<domain type="qemu"><name>${name}</name><memory unit="MiB">96</memory><vcpu>1</vcpu>
<os><type arch="x86_64" machine="pc">hvm</type></os>
<devices><emulator>/usr/bin/qemu-system-x86_64</emulator>
<interface type="network"><source network="default"/><model type="virtio"/></interface>
<serial type="pty"/></devices></domain>`;
}
