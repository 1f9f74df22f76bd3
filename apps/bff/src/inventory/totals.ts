import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';

/** What the instances of one host add up to. */
export type HostSums = Pick<Host, 'instanceCount' | 'runningCount' | 'vcpusPromised' | 'memoryPromisedMiB'>;

const nothing: HostSums = { instanceCount: 0, runningCount: 0, vcpusPromised: 0, memoryPromisedMiB: 0 };

/** Sums of instances by host, backend and project, kept up to date change by change: never counted anew. */
export class InstanceTotals {
  readonly #byHost = new Map<string, HostSums>();
  readonly #byBackend = new Map<string, number>();
  readonly #byProject = new Map<string, number>();

  /** Returns the host ids whose sums changed. */
  move(before: Instance | undefined, after: Instance | undefined): string[] {
    const touched = new Set<string>();
    if (before) this.#add(before, -1, touched);
    if (after) this.#add(after, 1, touched);
    if (before && after && before.host === after.host && sameWeight(before, after)) return [];
    return [...touched];
  }

  host(id: string): HostSums {
    return this.#byHost.get(id) ?? nothing;
  }

  instances(backend: string): number {
    return this.#byBackend.get(backend) ?? 0;
  }

  inProject(project: string): number {
    return this.#byProject.get(project) ?? 0;
  }

  #add(instance: Instance, sign: 1 | -1, touched: Set<string>): void {
    const backend = instance.backend ?? '';
    this.#byBackend.set(backend, (this.#byBackend.get(backend) ?? 0) + sign);
    if (instance.project !== null)
      this.#byProject.set(instance.project, this.inProject(instance.project) + sign);
    if (instance.host === null) return;
    touched.add(instance.host);
    const sums = this.host(instance.host);
    const active = isActive(instance) ? sign : 0;
    this.#byHost.set(instance.host, {
      instanceCount: sums.instanceCount + sign,
      runningCount: sums.runningCount + active,
      vcpusPromised: sums.vcpusPromised + active * instance.vcpus,
      memoryPromisedMiB: sums.memoryPromisedMiB + active * instance.memoryMiB,
    });
  }
}

/** Paused guests keep their memory and vCPUs. */
const isActive = (i: Instance): boolean => i.powerState === 'running' || i.powerState === 'paused';

const sameWeight = (a: Instance, b: Instance): boolean =>
  isActive(a) === isActive(b) && a.vcpus === b.vcpus && a.memoryMiB === b.memoryMiB;
