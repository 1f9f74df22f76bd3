import { dockerLab, type LabEngineName } from '../../support/docker-lab.ts';
import { until } from '../../support/until.ts';

/** By which what was made here is found again. */
export const mark = 'orrery-conformance';

interface Leftovers {
  list: readonly string[];
  isOurs: (line: string) => boolean;
  remove: readonly string[];
}

const isCalledOurs = (name: string): boolean => name.startsWith('conf-');

const serviceAndName = '{{.Label "com.docker.swarm.service.name"}} {{.Names}}';

/** The task of a service, in a swarm, goes with its service, and comes back without; an engine may keep it when it leaves. */
const withoutTasks: Leftovers = {
  list: ['ps', '--all', '--format', serviceAndName],
  isOurs: line => line.startsWith(' conf-'),
  remove: ['rm', '--force'],
};
const withTasks: Leftovers = {
  list: ['ps', '--all', '--format', '{{.Names}}'],
  isOurs: isCalledOurs,
  remove: ['rm', '--force'],
};
const swarmState = ['info', '--format', '{{.Swarm.LocalNodeState}}'];

/** In the order in which they let go of each other. */
const kinds: readonly Leftovers[] = [
  {
    list: ['ps', '--all', '--quiet', '--filter', `label=${mark}`],
    isOurs: () => true,
    remove: ['rm', '--force'],
  },
  { list: ['volume', 'ls', '--format', '{{.Name}}'], isOurs: isCalledOurs, remove: ['volume', 'rm'] },
  {
    // What a swarm spans over its engines goes with the swarm.
    list: ['network', 'ls', '--filter', 'scope=local', '--format', '{{.Name}}'],
    isOurs: isCalledOurs,
    remove: ['network', 'rm'],
  },
  {
    list: ['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}'],
    isOurs: name => /^(127\.0\.0\.1:\d+\/)?conf[-/]/.test(name),
    remove: ['image', 'rm', '--force'],
  },
];

/** Takes away all that tests made on both engines, until nothing of it is left. */
export async function sweepLeftovers(): Promise<void> {
  for (const engine of ['a', 'b'] as const) {
    const inSwarm = (await dockerLab.docker(engine, ...swarmState)) === 'active';
    for (const kind of [inSwarm ? withoutTasks : withTasks, ...kinds]) await sweep(engine, kind);
    await until(`images of moves are pruned on engine ${engine}`, async () => {
      await dockerLab.docker(engine, 'image', 'prune', '--force', '--filter', 'label=dev.orrery.move');
      return true;
    });
  }
}

/** A swarm or the engine itself may be taking the same away: a refusal says nothing, only what is left does. */
function sweep(engine: LabEngineName, { list, isOurs, remove }: Leftovers): Promise<true> {
  return until(`engine ${engine} has nothing left in "docker ${list.join(' ')}"`, async () => {
    const left = (await dockerLab.docker(engine, ...list)).split('\n').filter(line => line && isOurs(line));
    if (left.length === 0) return true;
    await dockerLab.docker(engine, ...remove, ...left.map(line => line.trim()));
    return false;
  });
}
