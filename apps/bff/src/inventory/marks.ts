import type { Host } from '@orrery/contract/resources/host.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';

/** What Orrery itself knows of rows that backends report: see docs/adr/0016. */
export interface Marks {
  /** Owner of what its backend cannot mark; null when nobody is known. */
  ownerOf: (id: string) => string | null;
  /** What an administrator has said of offering this network; undefined: nothing. */
  isOffered: (network: string) => boolean | undefined;
}

/** What Orrery itself says of hosts that their back ends report. */
export interface HostMarks {
  overlay: (host: Host) => Host;
}

export const noHostMarks: HostMarks = { overlay: host => host };

export const noMarks: Marks = { ownerOf: () => null, isOffered: () => undefined };

/** A backend's own mark wins: it is what remains when Orrery's database is lost. */
export function withMarks(resource: Resource, marks: Marks): Resource {
  const project = resource.project ?? marks.ownerOf(resource.id);
  if (resource.kind === 'network')
    return { ...resource, project, offered: offered({ ...resource, project }, marks) };
  return project === resource.project ? resource : { ...resource, project };
}

/** Behind NAT nobody is reached who does not want to be: those are open to all unless said otherwise. */
export function offered(
  network: Extract<Resource, { kind: 'network' }>,
  marks: Pick<Marks, 'isOffered'>,
): boolean {
  return network.project === null && (marks.isOffered(network.id) ?? network.type === 'nat');
}
