import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = join(import.meta.dirname, '..', 'labs', 'kvm', 'kvm-lab');

export interface LabHost {
  number: number;
  name: string;
  uri: string;
}

/** The KVM lab, driven by its script: real libvirt hosts on this machine. */
export const kvmLab = {
  hosts: async (): Promise<LabHost[]> => {
    const { stdout } = await run(script, ['status']);
    return stdout
      .split('\n')
      .filter(line => line.includes(' up '))
      .map(line => {
        const name = line.split(' ')[0] ?? '';
        const tcp = /tcp=(\S+)/.exec(line)?.[1] ?? '';
        return { number: Number(name.replace('host', '')), name, uri: `qemu+tcp://${tcp}/system` };
      });
  },
  virsh: async (host: number, ...args: string[]): Promise<string> =>
    (await run(script, ['virsh', String(host), '-q', ...args])).stdout.trim(),
  launch: async (host: number, name: string, ...options: string[]): Promise<void> => {
    await run(script, ['launch', String(host), name, ...options]);
  },
  /** Ends it and removes its definition and disk; quiet when there is none. */
  remove: async (host: number, name: string): Promise<void> => {
    for (const args of [
      ['destroy', name],
      ['undefine', name, '--managed-save', '--snapshots-metadata', '--remove-all-storage'],
    ])
      await run(script, ['virsh', String(host), '-q', ...args]).catch(() => undefined);
  },
  state: async (host: number, name: string): Promise<string> => await kvmLab.virsh(host, 'domstate', name),
  killDaemon: async (host: number): Promise<void> =>
    void (await run(script, ['kill-libvirtd', String(host)])),
  startDaemon: async (host: number): Promise<void> =>
    void (await run(script, ['start-libvirtd', String(host)])),
  /** As the power goes: daemon, guests and network end at once; and comes back with what is on its disks. */
  killHost: async (host: number): Promise<void> => void (await run(script, ['kill-host', String(host)])),
  startHost: async (host: number): Promise<void> => void (await run(script, ['start-host', String(host)])),
  /** The daemon hangs with its connections open, and goes on. */
  freezeDaemon: async (host: number): Promise<void> => void (await run(script, ['freeze', String(host)])),
  thawDaemon: async (host: number): Promise<void> => void (await run(script, ['thaw', String(host)])),
  /** A command inside a host. */
  exec: async (host: number, ...command: string[]): Promise<string> =>
    (await run(script, ['exec', String(host), ...command])).stdout,
  consoleLog: async (host: number, name: string): Promise<string> =>
    (await run(script, ['exec', String(host), 'cat', `/var/log/libvirt/qemu/${name}-console.log`])).stdout,
};

/** An `orrery.yaml` with the lab as one backend. */
export async function kvmLabConfig(): Promise<{ backends: object[] }> {
  const hosts = await kvmLab.hosts();
  return {
    backends: [{ id: 'lab', kind: 'libvirt', name: 'KVM lab', hosts: hosts.map(({ uri }) => ({ uri })) }],
  };
}
