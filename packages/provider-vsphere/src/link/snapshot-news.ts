import type { EventLog } from '@orrery/provider-kit/event-log.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { Store } from '../inventory/store.ts';
import type { SnapshotFacts, VmFacts } from '../map/facts.ts';

/** vCenter has no events for snapshots, only tasks of others: what differs in the tree is told. */
export class SnapshotNews {
  readonly #options: { backend: string; store: Store; log: EventLog };

  constructor(options: { backend: string; store: Store; log: EventLog }) {
    this.#options = options;
  }

  compare(vm: VmFacts, before: readonly SnapshotFacts[]): void {
    const known = new Set(before.map(s => s.ref.value));
    const left = new Set(vm.snapshots.map(s => s.ref.value));
    for (const { ref, name } of vm.snapshots)
      if (!known.has(ref.value)) this.#tell(vm, 'snapshot.created', `Snapshot ${name} taken`);
    for (const { ref, name } of before)
      if (!left.has(ref.value)) this.#tell(vm, 'snapshot.deleted', `Snapshot ${name} deleted`);
  }

  #tell(vm: VmFacts, type: 'snapshot.created' | 'snapshot.deleted', message: string): void {
    const { backend, store, log } = this.#options;
    const host = store.host(vm.host);
    log.report({
      kind: 'instance',
      id: idOf(backend, vm.native),
      name: vm.name,
      host: host ? idOf(backend, host.native) : '',
      fact: { type, severity: 'info', message },
    });
  }
}
