/**
 * What Orrery knows of a container beyond the engine: labels under our name, kept where the container is kept. An engine
 * fixes labels when it makes a container and never changes them.
 */
export const labelNames = {
  project: 'dev.orrery.project',
  title: 'dev.orrery.title',
  description: 'dev.orrery.description',
  /** JSON array of strings. */
  tags: 'dev.orrery.tags',
  flavor: 'dev.orrery.flavor',
  /** The operation that made it: how a creation is found again after a crash. */
  operation: 'dev.orrery.operation',
  /** The instance that it is, where that is older than this container: it was moved here. */
  instance: 'dev.orrery.instance',
  /** The image that people know it by, where what it wrote was made an image of its own for a move. */
  image: 'dev.orrery.image',
  /** The operation that moves it: on all that is made for a move. */
  move: 'dev.orrery.move',
  /** A container that is never started: through it volumes are read and written. */
  helper: 'dev.orrery.helper',
} as const;

export type Labels = Readonly<Record<string, string>>;

const composeProject = 'com.docker.compose.project';
export const swarmStack = 'com.docker.stack.namespace';
const swarmService = 'com.docker.swarm.service.name';
const swarmServiceId = 'com.docker.swarm.service.id';
const swarmTask = 'com.docker.swarm.task.id';
/** By which an engine knows the tasks of its swarm. An image of a task has them too, and is none. */
export const taskLabels = [
  swarmService,
  swarmServiceId,
  swarmTask,
  'com.docker.swarm.task.name',
  'com.docker.swarm.node.id',
];
const composeService = 'com.docker.compose.service';

/** Inherited from images or written by tools for themselves: not words that people sort by. */
const noise =
  /^(dev\.orrery\.|org\.opencontainers\.|org\.label-schema\.|com\.docker\.|io\.podman\.|io\.buildah\.|desktop\.docker\.io\/|maintainer$)/;

/** Longest tag that the contract takes. */
const tagLength = 64;

const text = (labels: Labels, name: string): string | null => {
  const value = labels[name];
  return value === undefined || value === '' ? null : value;
};

export const projectOf = (labels: Labels): string | null => text(labels, labelNames.project);
export const titleOf = (labels: Labels): string | null => text(labels, labelNames.title);
export const descriptionOf = (labels: Labels): string | null => text(labels, labelNames.description);
export const imageOf = (labels: Labels): string | null => text(labels, labelNames.image);
export const isHelper = (labels: Labels): boolean => text(labels, labelNames.helper) !== null;
/** The swarm's task that it is. */
export const taskOf = (labels: Labels): string | null => text(labels, swarmTask);
/** What it is a part of: a compose project, a swarm's stack or service. */
export const groupOf = (labels: Labels): string | null =>
  text(labels, composeProject) ?? text(labels, swarmStack) ?? text(labels, swarmService);
/** The swarm's service that keeps it. */
export const serviceOf = (labels: Labels): string | null => text(labels, swarmService);
export const serviceIdOf = (labels: Labels): string | null => text(labels, swarmServiceId);
export const flavorOf = (labels: Labels): string | null => text(labels, labelNames.flavor);

function ownTags(labels: Labels): string[] {
  const json = labels[labelNames.tags];
  if (json === undefined) return [];
  try {
    const tags: unknown = JSON.parse(json);
    return Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : [];
  } catch {
    return [];
  }
}

/** Tags given in Orrery, then the compose project and service, then the other labels as `name=value`. */
export function tagsOf(labels: Labels): string[] {
  const tags = ownTags(labels);
  const [project, service] = [text(labels, composeProject), text(labels, composeService)];
  if (project !== null) tags.push(`compose=${project}`);
  if (service !== null) tags.push(`service=${service}`);
  for (const [name, value] of Object.entries(labels)) {
    if (!noise.test(name)) tags.push(value === '' ? name : `${name}=${value}`);
  }
  return [...new Set(tags.filter(tag => tag.length > 0 && tag.length <= tagLength))];
}

/**
 * A container inherits the labels of its image, whoever made that. Those of ours would be believed: that it is another
 * instance, is no instance at all, is of another project, or of a service of the swarm.
 */
const notOfTheImage: Labels = Object.fromEntries(
  [...Object.values(labelNames), ...taskLabels].map(name => [name, '']),
);

/** The same for tasks of a swarm, which says itself whose tasks they are. */
export const unmarked: Labels = Object.fromEntries(Object.values(labelNames).map(name => [name, '']));

/** Labels for a container made by Orrery: ours are what this says, and empty where it says nothing. */
export const markOfContainer = (mark: Mark): Record<string, string> => ({
  ...notOfTheImage,
  ...markOf(mark),
});

interface Mark {
  operation: string;
  project: string | null;
  title?: string | null;
  description?: string | null;
  tags?: readonly string[];
  flavor?: string | null;
}

/** Labels for something made by Orrery. */
export function markOf(mark: Mark): Record<string, string> {
  const values: Record<string, string | null> = {
    [labelNames.operation]: mark.operation,
    [labelNames.project]: mark.project,
    [labelNames.title]: mark.title ?? null,
    [labelNames.description]: mark.description ?? null,
    [labelNames.tags]: mark.tags && mark.tags.length > 0 ? JSON.stringify(mark.tags) : null,
    [labelNames.flavor]: mark.flavor ?? null,
  };
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(given);
}
