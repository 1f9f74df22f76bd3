import { imageOf, labelNames } from '../map/labels.ts';
import { type Move, markOfMove, type ReadMove } from './move.ts';

interface End {
  IPAMConfig?: unknown;
  Aliases?: string[] | null;
  DriverOpts?: unknown;
}
type Endpoints = Record<string, End>;

/** Its end of each network: what people chose for it, and nothing that the engine did. */
function endpointsOf({ moved: { inspected } }: ReadMove): Endpoints {
  const short = inspected.Id.slice(0, 12);
  const ends = Object.entries(inspected.NetworkSettings.Networks ?? {}).map(([name, end]): [string, End] => {
    // Engines tell of an end whatever they know, by the names of their API.
    const { IPAMConfig = null, Aliases, DriverOpts = null } = end as unknown as End;
    return [name, { IPAMConfig, Aliases: Aliases?.filter(alias => alias !== short) ?? null, DriverOpts }];
  });
  return Object.fromEntries(ends);
}

/** Networks that a container is on by its mode alone. */
const plainModes = new Set(['default', 'bridge', 'host', 'none']);

/** Volumes by their names, those without a name of their own too; what else was mounted has been refused. */
function mountsOf({ moved: { inspected } }: ReadMove) {
  const volumes = inspected.Mounts.filter(m => m.Type === 'volume').map(m => ({
    Type: 'volume',
    Source: m.Name,
    Target: m.Destination,
    ReadOnly: !m.RW,
    // What was not in the volume is not to be put there out of the image.
    VolumeOptions: { NoCopy: true },
  }));
  const inMemory = (inspected.HostConfig.Mounts ?? []).filter(m => m.Type === 'tmpfs');
  return [...volumes, ...inMemory];
}

export const labelsOf = (move: ReadMove): Record<string, string> => {
  const { Labels, Image } = move.moved.inspected.Config;
  const known = imageOf(Labels ?? {}) ?? Image;
  return { ...Labels, [labelNames.image]: known, [labelNames.instance]: move.native, ...markOfMove(move) };
};

/** What the same container is made of on another engine, and the networks it is connected to afterwards. */
export function copyOf(move: ReadMove, image: string) {
  const { Config, HostConfig, Id } = move.moved.inspected;
  const mode = HostConfig.NetworkMode ?? 'default';
  const ends = endpointsOf(move);
  const { [mode]: first, ...others } = ends;
  const isPlain = plainModes.has(mode);
  return {
    body: {
      ...Config,
      Image: image,
      Labels: labelsOf(move),
      // Without a name of its own it is called after its id.
      Hostname: Config.Hostname === Id.slice(0, 12) ? undefined : Config.Hostname,
      MacAddress: undefined,
      HostConfig: {
        ...HostConfig,
        Binds: null,
        Mounts: mountsOf(move),
        ContainerIDFile: '',
        CgroupParent: '',
      },
      ...(isPlain || !first ? {} : { NetworkingConfig: { EndpointsConfig: { [mode]: first } } }),
    },
    connections: Object.entries(others).filter(([network]) => !plainModes.has(network)),
  };
}

/** A container that is never started: a way into volumes. */
export const helperBody = (
  move: Move,
  { image, volumes }: { image: string; volumes: readonly string[] },
) => ({
  Image: image,
  Cmd: ['true'],
  Labels: { ...markOfMove(move), [labelNames.helper]: 'volumes' },
  HostConfig: {
    NetworkMode: 'none',
    Mounts: volumes.map((name, index) => ({
      Type: 'volume',
      Source: name,
      Target: helperPath(index),
      VolumeOptions: { NoCopy: true },
    })),
  },
});

export const helperPath = (index: number): string => `/orrery/${index}`;
