import { type Call, nativeIn } from '@orrery/provider-kit/calls.ts';
import type { ActionRequest } from '@orrery/provider-kit/action.ts';
import type { SnapshotFacts, VmFacts } from '../map/facts.ts';
import { type Acting, type ExecutorOptions, missing } from './call.ts';
import type { Job, VmJob } from './job.ts';
import { snapshotOf } from './snapshots.ts';

/** Reading the new state after an action; the push tells it otherwise. */
const showMs = 10_000;

/** What is done, and what it makes happen. */
interface Deed {
  request: ActionRequest;
  causes: readonly string[];
  job: VmJob;
}

/** What all actions find what they are about with, and read it anew with afterwards. */
export class Executor implements Acting {
  readonly options: ExecutorOptions;

  constructor(options: ExecutorOptions) {
    this.options = options;
  }

  native(request: ActionRequest): string {
    return nativeIn(this.options.scene.backend, request);
  }

  job({ request, control }: Call): Job {
    const { clock, scene, link, marks, poller, reader, volumes } = this.options;
    const { backend, store } = scene;
    const tools = { marks, poller, reader, volumes };
    return { backend, request, control, clock, session: link.session, store, ...tools };
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

  /** Runs in the name of the operation, so that what vCenter tells of it counts as its own; then shows the new state. */
  during<T>({ request, causes, job }: Deed, run: () => Promise<T>): Promise<T> {
    const { version } = job.vm;
    return this.options.own.during(request, causes, async () => {
      try {
        return await run();
      } finally {
        // Also after a failure: part of it may be done.
        await this.#showNow(job, version).catch(() => undefined);
      }
    });
  }

  /** Not with the operation's signal: that may be why it ended. */
  async #showNow({ session, vm }: VmJob, version: string): Promise<void> {
    const signal = AbortSignal.timeout(showMs);
    const now = await this.options.reader.read(session, vm.ref, { signal });
    if (now && now.version !== version) await this.options.devices.now(session, now, signal);
  }

  #read({ session, control }: Job, { ref }: VmFacts): Promise<VmFacts | null> {
    return this.options.reader.read(session, ref, { signal: control.signal });
  }
}
