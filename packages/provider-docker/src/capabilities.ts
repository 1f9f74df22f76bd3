import type { Capability, CapabilityTable } from '@orrery/contract/capabilities.ts';
import { onEveryBackend } from '@orrery/provider-kit/capability-groups.ts';
import { capabilityTable } from '@orrery/provider-kit/capability-table.ts';
import type { HostRecord } from './engine/facts.ts';

const ofServices: Capability[] = ['cluster.createService', 'cluster.scaleService', 'cluster.deleteService'];
/** What managers of a swarm can do, for all engines that are its nodes. */
const ofSwarms: Capability[] = [
  ...ofServices,
  'host.maintenance',
  'host.enterMaintenance',
  'host.exitMaintenance',
];

const supported: Capability[] = [
  ...onEveryBackend,
  'instance.console',
  'instance.logs',
  'instance.files',
  'instance.pause',
  'instance.resume',
  'instance.autostart',
  'instance.relocate',
  'migration.setBandwidth',
  'host.makeImage',
  ...ofSwarms,
  'image.tag',
  'image.push',
  'image.delete',
  'image.save',
  'image.prune',
];

const fixedLabels = 'is a label of the container, and an engine cannot change the labels of a container';
const notWhileRunning = 'Containers are not moved while they run; relocate them with a stop';
const noPools = 'Volumes of an engine are there as long as the engine is';
const fixedMounts = 'The volumes of a container are fixed when it is made; give them when launching';
const noSize = 'A volume of an engine has no size of its own: it grows with what is written to it';
const noSnapshots = 'Containers have no snapshots; an image can be made of one';

const reasons: Partial<Record<Capability, string>> = {
  'metrics.host': 'An engine tells the figures of its containers, not those of its host',
  'instance.suspend': 'An engine cannot save the memory of a container; pause it, or stop it',
  'instance.discardSavedState': 'An engine cannot save the memory of a container',
  'instance.describe': `What describes it ${fixedLabels}; give it when launching`,
  'instance.assign': `The owner ${fixedLabels}; launch it in the project instead`,
  'instance.snapshot': noSnapshots,
  'snapshot.revert': noSnapshots,
  'snapshot.delete': noSnapshots,
  'storage-pool.start': noPools,
  'storage-pool.stop': noPools,
  'instance.attachVolume': fixedMounts,
  'instance.detachVolume': fixedMounts,
  'image.create': 'A host pulls, builds or loads images',
  'volume.create': noSize,
  'volume.resize': noSize,
  'network.start': 'A network of an engine is always active',
  'network.stop': 'A network of an engine is always active; delete it instead',
  'instance.migrateLive': notWhileRunning,
  'instance.migrateBlock': notWhileRunning,
  'instance.migrateCold': 'A container that does not run is relocated, too',
  'migration.setDowntime': 'The stop of a relocation is as long as carrying its data takes',
  'migration.startPostCopy': 'A relocation carries no memory',
  'migration.beginAnew': 'An engine begins no relocation anew',
  'recommendation.apply': 'Engines have no balancer of their own',
  'alarm.acknowledge': 'Engines raise no alarms of their own',
};

const noServices = 'None of its engines manages a swarm; engines by themselves keep no services';
const noDrain = 'None of its engines manages a swarm; an engine by itself knows no maintenance of its host';

const because = (capability: Capability): string =>
  reasons[capability] ?? 'Orrery does not do this on container engines yet';

/** At best: where an engine manages a swarm. */
export const dockerCapabilities: CapabilityTable = capabilityTable(supported, because);

function withoutSwarmBecause(capability: Capability): string {
  if (ofServices.includes(capability)) return noServices;
  return ofSwarms.includes(capability) ? noDrain : because(capability);
}

const withoutSwarm: CapabilityTable = capabilityTable(
  supported.filter(capability => !ofSwarms.includes(capability)),
  withoutSwarmBecause,
);

/** What Podman's copy of the API lacks (found with 4.3). */
const notOnPodman: Partial<Record<Capability, string>> = {
  'instance.resize': 'Podman cannot change the limits of a container through this API',
  'instance.autostart': 'Podman cannot change the restart policy of a container through this API',
  'instance.attachNetwork':
    'Orrery does not change the networks of Podman containers: one made without a network cannot join another',
  'instance.detachNetwork':
    'Orrery does not change the networks of Podman containers: one made without a network cannot join another',
};
const podmanMoves = 'Containers are not moved from or to Podman: its API lacks calls that a relocation needs';
const moves: readonly Capability[] = [
  'instance.migrate',
  'instance.relocate',
  'migration.cancel',
  'migration.setBandwidth',
];

const lessPodman = (table: CapabilityTable): CapabilityTable => ({
  ...table,
  ...notOnPodman,
  ...Object.fromEntries(moves.map(capability => [capability, podmanMoves])),
});
const [swarmAndPodman, podmanOnly] = [lessPodman(dockerCapabilities), lessPodman(withoutSwarm)];

type Judged = Pick<HostRecord, 'swarm'> & { facts: Pick<HostRecord['facts'], 'isPodman'> };

/** Of a manager that is out of reach now it is known what it could do. */
export function capabilitiesOf(hosts: readonly Judged[]): CapabilityTable {
  const managed = hosts.some(({ swarm }) => swarm !== null);
  // One table for all engines: where one cannot, it is not promised.
  if (hosts.some(({ facts }) => facts.isPodman)) return managed ? swarmAndPodman : podmanOnly;
  return managed ? dockerCapabilities : withoutSwarm;
}
