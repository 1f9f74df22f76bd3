import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';

/** What the instances of one host add up to. */
export type HostSums = Pick<Host, 'instanceCount' | 'runningCount' | 'vcpusPromised' | 'memoryPromisedMiB'>;

const nothing: HostSums = { instanceCount: 0, runningCount: 0, vcpusPromised: 0, memoryPromisedMiB: 0 };

/** Sums of instances by host, backend and project, kept up to date change by change: never counted anew. */
export class InstanceTotals {
  readonly #byHost = new Map<string, HostSums>();
  readonly #stopped = new Map<string, Weight>();
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

  /** What is there and does not run. */
  stoppedOn(host: string): Weight {
    return this.#stopped.get(host) ?? weightless;
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
    if (active === 0) this.#addStopped(instance.host, instance, sign);
    this.#byHost.set(instance.host, {
      instanceCount: sums.instanceCount + sign,
      runningCount: sums.runningCount + active,
      vcpusPromised: sums.vcpusPromised + active * instance.vcpus,
      memoryPromisedMiB: sums.memoryPromisedMiB + active * instance.memoryMiB,
    });
  }

  #addStopped(host: string, { vcpus, memoryMiB }: Instance, sign: 1 | -1): void {
    const before = this.stoppedOn(host);
    this.#stopped.set(host, {
      vcpus: before.vcpus + sign * vcpus,
      memoryMiB: before.memoryMiB + sign * memoryMiB,
    });
  }
}

interface Weight {
  vcpus: number;
  memoryMiB: number;
}
const weightless: Weight = { vcpus: 0, memoryMiB: 0 };

/** Paused guests keep their memory and vCPUs. */
const isActive = (i: Instance): boolean => i.powerState === 'running' || i.powerState === 'paused';

const sameWeight = (a: Instance, b: Instance): boolean =>
  isActive(a) === isActive(b) && a.vcpus === b.vcpus && a.memoryMiB === b.memoryMiB;
