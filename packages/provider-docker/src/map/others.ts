import type { ImageInfo, NetworkInspectInfo, VolumeInspectInfo } from 'dockerode';
import type { HostFacts, ImageFacts, NetworkFacts, VolumeFacts } from '../engine/facts.ts';
import { familiarName } from './image-name.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';

export const readVolume = (volume: VolumeInspectInfo, seen: Seen): VolumeFacts => ({
  ...seen,
  name: volume.Name,
  driver: volume.Driver,
  mountpoint: volume.Mountpoint,
  labels: volume.Labels ?? {},
});

/** A bridge without a name of its own is called after its network. */
function bridgeOf({ Driver, Id, Options }: NetworkInspectInfo): string | null {
  if (Driver !== 'bridge') return null;
  return Options?.['com.docker.network.bridge.name'] ?? `br-${Id.slice(0, 12)}`;
}

/** macvlan and ipvlan take `eth0.30` for VLAN 30 of eth0. */
function vlanOf({ Options }: NetworkInspectInfo): number | null {
  const tag = /\.(\d+)$/.exec(Options?.['parent'] ?? '')?.[1];
  return tag === undefined ? null : Number(tag);
}

export const readNetwork = (network: NetworkInspectInfo, seen: Seen): NetworkFacts => ({
  ...seen,
  id: network.Id,
  name: network.Name,
  driver: network.Driver,
  scope: network.Scope,
  internal: network.Internal,
  bridge: bridgeOf(network),
  vlan: vlanOf(network),
  cidrs: (network.IPAM?.Config ?? []).flatMap(({ Subnet }) => (Subnet === undefined ? [] : [Subnet])),
  labels: network.Labels ?? {},
});

/** The names of an image, without the word for having none. */
export const tagsOf = ({ RepoTags }: { RepoTags?: string[] | null }): string[] =>
  (RepoTags ?? []).filter(tag => tag !== '<none>:<none>').map(familiarName);

export const readImage = (image: ImageInfo, seen: Seen): ImageFacts => ({
  ...seen,
  id: image.Id,
  tags: tagsOf(image),
  sizeBytes: image.Size,
  createdAt: image.Created > 0 ? new Date(image.Created * 1000).toISOString() : null,
  labels: image.Labels ?? {},
});

/** Of GET /info, what is needed. */
export interface EngineInfo {
  Name: string;
  ServerVersion: string;
  NCPU: number;
  MemTotal: number;
  Architecture: string;
  DefaultRuntime?: string;
  DockerRootDir?: string;
}

/** Of GET /version, what is needed. */
export interface EngineVersion {
  Version: string;
  ApiVersion: string;
  Components?: { Name: string }[];
}

const bytesPerMiB = 1_048_576;

export function readHost(info: EngineInfo, version: EngineVersion, seen: Seen): HostFacts {
  const isPodman = (version.Components ?? []).some(({ Name }) => Name.includes('Podman'));
  return {
    ...seen,
    engineName: info.Name,
    version: `${isPodman ? 'Podman' : 'Docker'} ${version.Version}`,
    apiVersion: version.ApiVersion,
    isPodman,
    runtime: info.DefaultRuntime ?? 'runc',
    architecture: info.Architecture,
    threads: info.NCPU,
    memoryMiB: Math.round(info.MemTotal / bytesPerMiB),
    rootDir: info.DockerRootDir ?? null,
  };
}
