import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from './until.ts';

const run = promisify(execFile);
const script = join(import.meta.dirname, '..', 'labs', 'kvm', 'kvm-lab');

export interface LabHost {
  number: number;
  name: string;
  uri: string;
}

/** The KVM lab, driven by its script: real libvirt hosts on this machine. */
export const kvmLab = {
  /** All of them: a daemon that a busy machine lets wait for its turn is not one host less. */
  hosts: (): Promise<LabHost[]> => until('all hosts of the KVM lab answer', allUp),
  virsh: async (host: number, ...args: string[]): Promise<string> =>
    (await run(script, ['virsh', String(host), '-q', ...args])).stdout.trim(),
  launch: async (host: number, name: string, ...options: string[]): Promise<void> => {
    await run(script, ['launch', String(host), name, ...options]);
  },
  /**
   * Ends it and removes its definition and disk; quiet when there is none. Once more where it did not go: a move of it may
   * be at its end, and a busy machine takes its time to end a guest.
   */
  remove: (host: number, name: string): Promise<true> =>
    until(`${name} is gone from host${host}`, async () => {
      if (!(await isOn(host, name))) return true;
      const quiet = (...args: string[]) => kvmLab.virsh(host, ...args).catch(() => undefined);
      await quiet('destroy', name);
      // What a host has not seen in its pools it does not remove.
      for (const pool of ['local', 'shared']) await quiet('pool-refresh', pool);
      await quiet('undefine', name, '--managed-save', '--snapshots-metadata', '--remove-all-storage');
      return !(await isOn(host, name));
    }),
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

async function allUp(): Promise<LabHost[]> {
  const { stdout } = await run(script, ['status']);
  const lines = stdout.split('\n').filter(line => line !== '');
  const down = lines.filter(line => !line.includes(' up '));
  if (down.length > 0 || lines.length === 0) throw new Error(`Run e2e/labs/kvm/kvm-lab up: ${down.join()}`);
  return lines.map(line => {
    const name = line.split(' ')[0] ?? '';
    const tcp = /tcp=(\S+)/.exec(line)?.[1] ?? '';
    return { number: Number(name.replace('host', '')), name, uri: `qemu+tcp://${tcp}/system` };
  });
}

async function isOn(host: number, name: string): Promise<boolean> {
  const listed = await kvmLab.virsh(host, 'list', '--all', '--name');
  return listed.split('\n').some(line => line.trim() === name);
}

/** An `orrery.yaml` with the lab as one backend. */
export async function kvmLabConfig(): Promise<{ backends: object[] }> {
  const hosts = await kvmLab.hosts();
  return {
    backends: [{ id: 'lab', kind: 'libvirt', name: 'KVM lab', hosts: hosts.map(({ uri }) => ({ uri })) }],
  };
}
