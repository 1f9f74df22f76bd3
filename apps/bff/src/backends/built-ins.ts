import { connect } from 'node:net';
import { type BackendSettings, simulatorSettingsSchema } from '@orrery/contract/backends/settings.ts';

export interface BuiltIn {
  id: string;
  name: string;
  settings: BackendSettings;
  address: string;
}

export interface Found extends BuiltIn {
  usable: boolean;
  reason: string | null;
}

export const demoBackend: BuiltIn = {
  id: 'demo',
  name: 'Demo data centre',
  address: 'simulator',
  settings: simulatorSettingsSchema.parse({ kind: 'simulator' }),
};

/** Where the daemons of this machine listen (libvirt: remote/remote_sockets.c; Docker: its default host). */
const localSockets: readonly { path: string; backend: BuiltIn }[] = [
  {
    path: '/var/run/libvirt/libvirt-sock',
    backend: {
      id: 'local-kvm',
      name: 'KVM on this machine',
      address: 'qemu:///system',
      settings: { kind: 'libvirt', hosts: [{ uri: 'qemu:///system' }] },
    },
  },
  {
    path: '/var/run/docker.sock',
    backend: {
      id: 'local-docker',
      name: 'Containers on this machine',
      address: 'unix:///var/run/docker.sock',
      settings: { kind: 'docker', hosts: [{ url: 'unix:///var/run/docker.sock' }] },
    },
  },
];

/** What can be had on this machine without any configuration. */
export async function findLocal(): Promise<Found[]> {
  return Promise.all(
    localSockets.map(async ({ path, backend }) => {
      const reason = await whyNot(path);
      return { ...backend, usable: reason === null, reason };
    }),
  );
}

/** A local socket answers at once or not at all. */
const answerMs = 500;

function whyNot(path: string): Promise<string | null> {
  return new Promise(resolve => {
    const socket = connect({ path, timeout: answerMs });
    const end = (reason: string | null) => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end(`${path} does not answer`));
    socket.once('error', (error: NodeJS.ErrnoException) => end(reasonOf(path, error)));
  });
}

function reasonOf(path: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return `There is no ${path}`;
  if (code === 'EACCES') return `Orrery's user may not open ${path}; add it to the group that owns it`;
  if (code === 'ECONNREFUSED') return `Nothing listens at ${path}`;
  return message;
}
