import type { ActionRequest, ActionResult } from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import { refreshDatastore } from '@orrery/vim25/methods/storage.ts';
import { idOf, nativeOf, nativeOfRef } from '../ids.ts';
import { renderPool, renderSnapshot } from '../inventory/render.ts';
import { renderInstance } from '../inventory/render-instance.ts';
import { totalsOf } from '../inventory/scene.ts';
import type { DatastoreFacts, SnapshotFacts, VmFacts } from '../map/facts.ts';
import { type Acting, type Call, type ExecutorOptions, missing } from './call.ts';
import { onHost } from './hosts.ts';
import { type Job, type VmJob, working } from './job.ts';
import { onNetwork, onVolume } from './made-things.ts';
import { removeSnapshot, revert, snapshotOf } from './snapshots.ts';
import { instanceActionTable } from './table.ts';

/** Reading the new state after an action; the push tells it otherwise. */
const showMs = 10_000;

/** Finds what an action is about, does it, and afterwards reads it anew. */
export class Executor implements Acting {
  readonly options: ExecutorOptions;

  constructor(options: ExecutorOptions) {
    this.options = options;
  }

  async act(call: Call): Promise<ActionResult> {
    switch (call.request.kind) {
      case 'instance':
        return this.#onInstance(call);
      case 'snapshot':
        return this.#onSnapshot(call);
      case 'storage-pool':
        return this.#onPool(call);
      case 'host':
        return onHost(this, call);
      case 'volume':
        return onVolume(this, call);
      case 'network':
        return onNetwork(this, call);
      default:
        throw new ProviderError('capability.missing', `There are no actions on a ${call.request.kind}`);
    }
  }

  native({ id, kind }: ActionRequest): string {
    const native = nativeOf(this.options.scene.backend, id);
    if (native === null)
      throw new ProviderError('resource.not-found', `${kind} ${id} belongs to another backend`);
    return native;
  }

  job({ request, control }: Call): Job {
    const { clock, scene, link, marks, poller, volumes } = this.options;
    const { backend, store } = scene;
    return { backend, request, control, clock, session: link.session, store, marks, poller, volumes };
  }

  /** A VM as it is now, with all that it takes to act on it. */
  async vmJob(known: VmFacts | undefined, call: Call): Promise<VmJob> {
    const job = this.job(call);
    const vm = known ? await this.#read(job, known) : null;
    if (!vm) throw missing(call.request);
    const look = async () => {
      const now = await this.#read(job, vm);
      if (!now) throw missing(call.request);
      return now;
    };
    return { ...job, vm, look };
  }

  instance(request: ActionRequest): VmFacts | undefined {
    const vm = this.options.scene.store.vm(this.native(request));
    return vm?.template ? undefined : vm;
  }

  snapshot(request: ActionRequest): { vm: VmFacts; snapshot: SnapshotFacts } | null {
    const native = this.native(request);
    for (const vm of this.options.scene.store.vms.values()) {
      const snapshot = snapshotOf(vm, native);
      if (snapshot) return { vm, snapshot };
    }
    return null;
  }

  #read({ session, control }: Job, { ref }: VmFacts): Promise<VmFacts | null> {
    return this.options.reader.read(session, ref, { signal: control.signal });
  }

  async #onInstance(call: Call): Promise<ActionResult> {
    const { request, args, control } = call;
    const action = instanceActionTable[request.action];
    if (!action)
      throw new ProviderError('capability.missing', `There is no action ${request.action} on an instance`);
    const job = await this.vmJob(this.instance(request), call);
    checkState(request, renderInstance(this.options.scene, job.vm));
    control.progress({ phase: action.phase });
    return this.#inItsName(request, action.causes, job, async () => {
      const message = await action.run(job, args);
      return message === undefined ? {} : { message };
    });
  }

  async #onSnapshot(call: Call): Promise<ActionResult> {
    const { request, control } = call;
    const known = this.snapshot(request);
    // Out of reach comes before not found: then nobody knows.
    void this.options.link.session;
    const job = await this.vmJob(known?.vm, call);
    const snapshot = snapshotOf(job.vm, this.native(request));
    if (!snapshot) throw missing(request);
    const { scene } = this.options;
    checkState(request, renderSnapshot(scene, job.vm, snapshot));
    const reverting = request.action === 'revert';
    control.progress({ phase: reverting ? 'reverting' : 'deleting' });
    // Reverting changes the instance: those events are its own as well.
    const instance = { ...request, id: idOf(scene.backend, job.vm.native) };
    const causes = reverting ? [] : ['snapshot.deleted'];
    return this.#inItsName(instance, causes, job, async () => {
      await (reverting ? revert(job, snapshot) : removeSnapshot(job, snapshot));
      return {};
    });
  }

  async #onPool(call: Call): Promise<ActionResult> {
    const { scene } = this.options;
    const job = this.job(call);
    const pool = this.pool(call.request);
    if (!pool) throw missing(call.request);
    checkState(call.request, renderPool(scene, pool, totalsOf(scene.store)));
    call.control.progress({ phase: 'refreshing' });
    await refreshDatastore(job.session, pool.ref, working(job));
    await this.options.volumes.refresh(job.session, pool.ref, call.control.signal);
    return {};
  }

  pool(request: ActionRequest): DatastoreFacts | undefined {
    const native = this.native(request);
    return [...this.options.scene.store.datastores.values()].find(d => nativeOfRef(d.ref) === native);
  }

  /** Runs in the name of the operation, so that what vCenter tells of it counts as its own; then shows the new state. */
  async #inItsName<T>(
    request: ActionRequest,
    causes: readonly string[],
    job: VmJob,
    run: () => Promise<T>,
  ): Promise<T> {
    const end = this.options.own.begin(request.id, request.operation, causes);
    const { version } = job.vm;
    try {
      return await run();
    } finally {
      // Also after a failure: part of it may be done.
      await this.#showNow(job, version).catch(() => undefined);
      end();
    }
  }

  /** Not with the operation's signal: that may be why it ended. */
  async #showNow({ session, vm }: VmJob, version: string): Promise<void> {
    const signal = AbortSignal.timeout(showMs);
    const now = await this.options.reader.read(session, vm.ref, { signal });
    if (now && now.version !== version) await this.options.devices.now(session, now, signal);
  }
}
