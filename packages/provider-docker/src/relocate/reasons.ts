import type { MigrationReason } from '@orrery/contract/migrations/options.ts';
import { reason } from '@orrery/contract/migrations/reason.ts';
import { sizeText } from '@orrery/contract/size-text.ts';
import type { HostRecord } from '../engine/facts.ts';
import { nativeOfContainer } from '../identity.ts';
import { isOwnNetwork } from '../inventory/render-network.ts';
import { taskOf } from '../map/labels.ts';
import type { MovedContainer } from './moved-container.ts';

const bytesPerMiB = 1_048_576;

const warning = (code: MigrationReason['code'], message: string): MigrationReason =>
  reason(code, message, { severity: 'warns' });

type Judge = (moved: MovedContainer, to: HostRecord, from: HostRecord) => MigrationReason[];

const host: Judge = (_, to) =>
  to.lost === null ? [] : [reason('host-unreachable', 'The engine does not answer', { found: to.lost })];

const state: Judge = ({ inspected }) => {
  const { State, HostConfig } = inspected;
  if (State.Paused) return [reason('power-state', 'It is paused', { advice: 'Resume or stop it first' })];
  if (State.Restarting)
    return [reason('power-state', 'It restarts again and again', { advice: 'Force it off first' })];
  if (HostConfig.AutoRemove)
    return [reason('power-state', 'It is deleted when it stops, so it cannot be stopped to be moved')];
  return [];
};

const name: Judge = ({ inspected }, to) => {
  const wanted = inspected.Name.replace(/^\//, '');
  const taken = [...to.containers.values()].some(c => c.name === wanted);
  if (!taken) return [];
  return [
    reason('name-taken', `Another instance there is called ${wanted}`, { advice: 'Rename one of them' }),
  ];
};

const architecture: Judge = (_, to, from) =>
  to.facts.architecture === from.facts.architecture
    ? []
    : [
        reason('architecture', 'Its image is made for another architecture', {
          needed: from.facts.architecture,
          found: to.facts.architecture,
        }),
      ];

const size: Judge = ({ inspected }, to, from) => {
  const facts = from.containers.get(inspected.Id);
  const memoryMiB = Math.ceil((facts?.memoryBytes ?? 0) / bytesPerMiB);
  const cpus = facts?.cpus ?? 0;
  return [
    ...(memoryMiB > to.facts.memoryMiB
      ? [
          reason('memory', 'Its limit is more memory than the host has', {
            needed: sizeText(memoryMiB),
            found: sizeText(to.facts.memoryMiB),
          }),
        ]
      : []),
    ...(cpus > to.facts.threads
      ? [
          reason('processors', 'Its limit is more processors than the host has', {
            needed: String(cpus),
            found: String(to.facts.threads),
          }),
        ]
      : []),
  ];
};

const networks: Judge = ({ inspected }, to) => {
  const there = new Set([...to.networks.values()].map(n => n.name));
  const missing = Object.keys(inspected.NetworkSettings.Networks ?? {}).filter(n => !there.has(n));
  return missing.map(network =>
    reason('network-missing', `The host does not have its network ${network}`, {
      needed: network,
      advice: 'Create the network there too, or disconnect it first',
    }),
  );
};

const addresses: Judge = ({ inspected }, to) => {
  const user = Object.keys(inspected.NetworkSettings.Networks ?? {}).filter(network =>
    [...to.networks.values()].some(n => n.name === network && !isOwnNetwork(n) && n.scope === 'local'),
  );
  return user.length === 0
    ? []
    : [warning('network-missing', 'It gets another address: networks of that name are one on each host')];
};

const volumes: Judge = ({ inspected, volumes: own }, to, from) => {
  const others = [...from.containers.values()].filter(c => c.id !== inspected.Id);
  const shared = own.filter(v => others.some(c => c.mounts.some(m => m.volume === v.name)));
  const taken = own.filter(v => to.volumes.has(v.name));
  return [
    ...shared.map(v =>
      reason('device-attached', `Another instance uses its volume ${v.name}`, {
        advice: 'Move or delete that instance first',
      }),
    ),
    ...taken.map(v =>
      reason('name-taken', `The host has a volume called ${v.name} already`, {
        advice: 'Delete that volume, if nobody needs it',
      }),
    ),
  ];
};

const mounts: Judge = ({ inspected }) => {
  const binds = inspected.Mounts.filter(m => m.Type === 'bind').map(m => m.Source);
  const memory =
    inspected.Mounts.some(m => m.Type === 'tmpfs') ||
    Object.keys(inspected.HostConfig.Tmpfs ?? {}).length > 0;
  return [
    ...binds.map(path =>
      reason('storage-not-shared', 'It uses a path of its host, which is not carried along', {
        needed: path,
        advice: 'Make it from a volume instead',
      }),
    ),
    ...(memory
      ? [warning('storage-not-shared', 'What it keeps in memory (tmpfs) is lost when it stops')]
      : []),
  ];
};

const ties: Judge = ({ inspected: { HostConfig: h, Config } }) => {
  const found: MigrationReason[] = [];
  if ((h.Devices ?? []).length > 0 || (h.DeviceRequests ?? []).length > 0)
    found.push(reason('device-attached', 'It uses devices of its host'));
  const other = [h.NetworkMode, h.PidMode, h.IpcMode].some(mode => mode?.startsWith('container:'));
  if (other || (h.VolumesFrom ?? []).length > 0 || (h.Links ?? []).length > 0)
    found.push(reason('not-supported', 'It shares parts of another container'));
  if (taskOf(Config.Labels ?? {}) !== null)
    found.push(reason('not-supported', 'It belongs to a service, which places its tasks itself'));
  const project = Config.Labels?.['com.docker.compose.project'];
  if (project !== undefined)
    found.push(warning('not-supported', `Compose will not find it among the rest of ${project} any more`));
  return found;
};

function publishedBy(bindings: Record<string, { HostPort?: string }[] | null> | null | undefined): string[] {
  return Object.values(bindings ?? {}).flatMap(list =>
    (list ?? []).flatMap(b => (b.HostPort ? [b.HostPort] : [])),
  );
}

const ports: Judge = ({ inspected }, to) => {
  const wanted = new Set(publishedBy(inspected.HostConfig.PortBindings));
  const taken = [...to.containers.values()].filter(
    c => c.state.status === 'running' && c.hostPorts.some(port => wanted.has(port)),
  );
  return taken.map(c =>
    reason('busy', `A port that it publishes is taken there by ${c.name}`, {
      needed: [...wanted].join(', '),
      found: nativeOfContainer(c).slice(0, 12),
    }),
  );
};

const judges = [host, state, name, architecture, size, networks, addresses, volumes, mounts, ties, ports];

/** Everything that speaks against a move to this engine. */
export const reasonsAgainst: Judge = (moved, to, from) => {
  if (to === from) return [reason('same-host', 'It is there already')];
  return judges.flatMap(judge => judge(moved, to, from));
};
