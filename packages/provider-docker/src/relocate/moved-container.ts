import type { ContainerInspectInfo } from 'dockerode';
import type { CallOptions, EngineApi } from '../engine/engine-api.ts';
import type { HostRecord } from '../engine/facts.ts';

/** What the engine tells and dockerode's types leave out, or know otherwise. */
interface Inspected extends Omit<ContainerInspectInfo, 'Config' | 'HostConfig'> {
  SizeRw?: number;
  Config: Record<string, unknown> & {
    Image: string;
    Hostname?: string;
    Labels?: Record<string, string> | null;
    StopTimeout?: number | null;
    Healthcheck?: HealthCheck | null;
  };
  HostConfig: Record<string, unknown> & {
    NetworkMode?: string;
    Privileged?: boolean;
    AutoRemove?: boolean;
    Devices?: unknown[] | null;
    DeviceRequests?: unknown[] | null;
    VolumesFrom?: string[] | null;
    Links?: string[] | null;
    PidMode?: string;
    IpcMode?: string;
    Tmpfs?: Record<string, string> | null;
    Mounts?: { Type: string }[] | null;
    PortBindings?: Record<string, { HostPort?: string }[] | null> | null;
    RestartPolicy?: { Name?: string; MaximumRetryCount?: number } | null;
  };
}

export interface MovedVolume {
  name: string;
  driver: string;
  options: Record<string, string>;
  labels: Record<string, string>;
  /** Bytes in it; null where that was not measured yet. */
  bytes: number | null;
  /** What lies elsewhere, or in memory, is not carried: the volume is only made anew. */
  carried: boolean;
}

/** All that is known of a container that is to be moved. */
export interface MovedContainer {
  inspected: Inspected;
  imageBytes: number;
  /** Layers of its image, as chains of digests tell them apart. */
  layers: string[];
  architecture: string;
  /** Bytes that it wrote beside its volumes; null: nothing at all. */
  writtenBytes: number | null;
  volumes: MovedVolume[];
}

interface ImageAnswer {
  Size: number;
  Architecture?: string;
  RootFS?: { Layers?: string[] | null };
}

/** Kinds of changes: 0 modified, 1 added, 2 deleted. */
interface Change {
  Path: string;
  Kind: number;
}

/** The engine makes the places of mounts in the container itself; nobody wrote there. */
function wroteAnything(changes: readonly Change[], mountedAt: readonly string[]): boolean {
  const isMountPoint = ({ Path, Kind }: Change) =>
    Kind !== 2 && mountedAt.some(path => path === Path || path.startsWith(`${Path}/`));
  return changes.some(change => !isMountPoint(change));
}

/** A local volume with a file system of its own is somewhere else, or in memory. */
const isCarried = (driver: string, options: Record<string, string>): boolean =>
  driver === 'local' && options['type'] === undefined && options['device'] === undefined;

export const pathOf = (id: string): string => `/containers/${id}`;

export const volumePath = (name: string): string => `/volumes/${encodeURIComponent(name)}`;

async function readVolumes(
  api: EngineApi,
  { inspected, record, options }: { inspected: Inspected; record: HostRecord; options: CallOptions },
): Promise<MovedVolume[]> {
  const names = new Set(inspected.Mounts.flatMap(m => (m.Type === 'volume' && m.Name ? [m.Name] : [])));
  return Promise.all(
    [...names].map(async name => {
      const volume = await api.get<{
        Driver: string;
        Options: Record<string, string> | null;
        Labels: Record<string, string> | null;
      }>(volumePath(name), {}, options);
      const { Driver: driver, Options, Labels } = volume;
      const carried = isCarried(driver, Options ?? {});
      const bytes = carried ? (record.volumeSizes.get(name) ?? null) : 0;
      return { name, driver, options: Options ?? {}, labels: Labels ?? {}, bytes, carried };
    }),
  );
}

/** Asks the engine; changes nothing. */
export async function readMoved(
  api: EngineApi,
  { id, record, options }: { id: string; record: HostRecord; options: CallOptions },
): Promise<MovedContainer> {
  const inspected = await api.get<Inspected>(`${pathOf(id)}/json`, { size: true }, options);
  const [changes, image, volumes] = await Promise.all([
    api.get<Change[] | null>(`${pathOf(id)}/changes`, {}, options),
    api.get<ImageAnswer>(`/images/${inspected.Image}/json`, {}, options),
    readVolumes(api, { inspected, record, options }),
  ]);
  const mountedAt = inspected.Mounts.map(m => m.Destination);
  return {
    inspected,
    imageBytes: image.Size,
    layers: image.RootFS?.Layers ?? [],
    architecture: image.Architecture ?? '',
    writtenBytes: wroteAnything(changes ?? [], mountedAt) ? (inspected.SizeRw ?? 0) : null,
    volumes,
  };
}

/** Seconds that it is given to end. */
export const graceOf = ({ StopTimeout }: { StopTimeout?: number | null }): number => {
  const grace = StopTimeout ?? 10;
  return grace < 0 ? 600 : grace;
};

/** Nanoseconds, as the engine keeps them; 0 stands for its own default. */
const seconds = (nanos: number | undefined, otherwise: number): number =>
  nanos === undefined || nanos === 0 ? otherwise : nanos / 1e9;

interface HealthCheck {
  Test?: string[] | null;
  Interval?: number;
  Timeout?: number;
  StartPeriod?: number;
  Retries?: number;
}

/** How long its health check may take until it has decided; null without one. */
export function healthSecondsOf({
  Healthcheck: check,
}: {
  Healthcheck?: HealthCheck | null;
}): { expected: number; atMost: number } | null {
  if (!check?.Test || check.Test.length === 0 || check.Test[0] === 'NONE') return null;
  const interval = seconds(check.Interval, 30);
  const retries = check.Retries === undefined || check.Retries === 0 ? 3 : check.Retries;
  const perTry = interval + seconds(check.Timeout, 30);
  return { expected: interval, atMost: seconds(check.StartPeriod, 0) + retries * perTry };
}

export const healthSeconds = ({ inspected }: MovedContainer) => healthSecondsOf(inspected.Config);
