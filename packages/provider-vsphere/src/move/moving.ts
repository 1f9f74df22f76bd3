import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { TaskPoller } from '../actions/task-poller.ts';
import type { VmReader } from '../actions/vm-reader.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import type { Store } from '../inventory/store.ts';
import type { DeviceReader } from '../link/device-reader.ts';
import type { VcenterLink } from '../link/vcenter-link.ts';
import type { HostFacts, VmFacts } from '../map/facts.ts';

/** Tasks of moves that we have begun are remembered: vCenter's events come later. */
const ownTasks = 500;

/** Which moves are ours. */
export class OwnMoves {
  readonly #vms = new Set<string>();
  readonly #tasks = new Set<string>();

  begin(vm: VmFacts): () => void {
    this.#vms.add(vm.native);
    return () => {
      this.#vms.delete(vm.native);
    };
  }

  isMoving(vm: VmFacts): boolean {
    return this.#vms.has(vm.native);
  }

  note(task: string): void {
    this.#tasks.add(task);
    const [oldest] = this.#tasks;
    if (this.#tasks.size > ownTasks && oldest !== undefined) this.#tasks.delete(oldest);
  }

  has(task: string): boolean {
    return this.#tasks.has(task);
  }
}

export interface MoveTools {
  backend: string;
  clock: Clock;
  store: Store;
  link: VcenterLink;
  poller: TaskPoller;
  reader: VmReader;
  devices: DeviceReader;
  own: OwnOperations;
  moves: OwnMoves;
  /** The provider is being closed: moves go on without us. */
  stopping: AbortSignal;
}

export function vmById({ backend, store }: MoveTools, id: string): VmFacts {
  const vm = store.vm(nativeOf(backend, id) ?? '');
  if (!vm || vm.template) throw new ProviderError('resource.not-found', `There is no instance ${id}`);
  return vm;
}

export function hostById({ backend, store }: MoveTools, id: string): HostFacts {
  const native = nativeOf(backend, id);
  const host = [...store.hosts.values()].find(h => h.native === native);
  if (!host) throw new ProviderError('resource.not-found', 'There is no such host here');
  return host;
}
