import type {
  FollowResolution,
  MigrateControl,
  MigrateRequest,
  MigrateResult,
  Migrator,
  SteerRequest,
  Survey,
  SurveyRequest,
} from '@orrery/provider-kit/migrator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { cancelTask } from '@orrery/vim25/methods/tasks.ts';
import { vsphereCapabilities } from '../capabilities.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import type { DatastoreFacts, HostFacts, VmFacts } from '../map/facts.ts';
import { explain } from './explain.ts';
import { followMove } from './follow.ts';
import { hostById, type MoveTools, vmById } from './moving.ts';
import { moveRunning, moveStopped } from './perform.ts';
import { otherDatastore, reasonsFor, type Way } from './rules.ts';
import { survey } from './survey.ts';

const refusedSettings = ['bandwidth', 'downtimeMs', 'parallel'] as const;
const refusedSwitches = ['autoConverge', 'postCopy', 'compression', 'incremental'] as const;

/** What a move makes happen, in vCenter's events. */
const causes: Record<Way, readonly string[]> = {
  live: ['instance.moved'],
  block: ['instance.moved'],
  cold: ['instance.moved', 'instance.stopped', 'instance.started'],
};

/** Moves virtual machines between the hosts of a vCenter. */
export class VsphereMigrator implements Migrator {
  readonly #tools: MoveTools;

  constructor(tools: MoveTools) {
    this.#tools = tools;
  }

  survey = async (request: SurveyRequest, signal: AbortSignal): Promise<Survey> => {
    signal.throwIfAborted();
    return survey(this.#tools, request);
  };

  async migrate(request: MigrateRequest, control: MigrateControl): Promise<MigrateResult> {
    const vm = await this.#look(request.id);
    return this.#inItsName(request, vm, () => this.#move(request, control, vm));
  }

  async follow(
    request: MigrateRequest,
    handle: string | null,
    control: MigrateControl,
  ): Promise<FollowResolution> {
    const vm = await this.#look(request.id).catch(orNone);
    if (!vm) return { state: 'failed', code: 'resource.not-found', message: 'The instance is gone' };
    return this.#inItsName(request, vm, () => followMove(this.#tools, { request, control, vm }, handle));
  }

  steer = async ({ action, handle }: SteerRequest, signal: AbortSignal): Promise<void> => {
    if (action === 'cancel') return this.#callOff(handle, signal);
    const reason = vsphereCapabilities[`migration.${action}`];
    throw new ProviderError('capability.missing', reason === true ? 'It cannot be changed' : reason);
  };

  /** Of others: their task is all that there is to it. */
  async #callOff(task: string | null, signal: AbortSignal): Promise<void> {
    if (task === null) throw new ProviderError('resource.state', 'This move is over');
    try {
      await cancelTask(this.#tools.link.session, { type: 'Task', value: task }, { signal });
    } catch (error) {
      throw explain(error);
    }
  }

  async #move(request: MigrateRequest, control: MigrateControl, vm: VmFacts): Promise<MigrateResult> {
    const { clock, store } = this.#tools;
    const way = wayOf(request);
    const { to, datastore } = this.#target(request, vm, way);
    control.moved({ phase: 'check', toHost: request.args.toHost ?? this.#id(to) });
    refuseBlocked({ store, vm, to, way, datastore });
    if (control.signal.aborted) throw new ProviderError('cancelled', 'Cancelled before it began');
    control.moved({ phase: 'prepare' });
    const handle = {
      task: null,
      method: way,
      from: store.host(vm.host)?.native ?? '',
      to: to.native,
      ran: vm.power === 'poweredOn',
      bootedAt: vm.startedAt,
      at: clock.now(),
    };
    const move = { tools: this.#tools, control, vm, to, datastore, handle };
    return way === 'cold' ? moveStopped(move) : moveRunning(move);
  }

  /** As it is now, with its disks. */
  async #look(id: string): Promise<VmFacts> {
    const { link, reader, devices, stopping } = this.#tools;
    const { session } = link;
    const vm = await reader.read(session, vmById(this.#tools, id).ref, { signal: stopping });
    if (!vm) throw new ProviderError('resource.not-found', `There is no instance ${id}`);
    if (vm.devices === null) await devices.now(session, vm, stopping);
    return vm;
  }

  #target({ args }: MigrateRequest, vm: VmFacts, way: Way) {
    const { store } = this.#tools;
    const to = args.toHost === null ? this.#choose(vm, way) : hostById(this.#tools, args.toHost);
    if (vm.host?.value === to.ref.value)
      throw new ProviderError('resource.state', 'It is on this host already', { reason: 'same-host' });
    const chosen = args.storagePool === null ? null : this.#datastore(args.storagePool);
    return { to, datastore: chosen ?? (way === 'block' ? otherDatastore({ store, vm, to }) : null) };
  }

  #datastore(id: string): DatastoreFacts {
    const { backend, store } = this.#tools;
    const native = nativeOf(backend, id);
    const found = [...store.datastores.values()].find(d => d.native === native);
    if (!found) throw new ProviderError('resource.not-found', 'There is no such storage pool here');
    return found;
  }

  /** The host with most memory free, of those that nothing speaks against; its own cluster before others. */
  #choose(vm: VmFacts, way: Way): HostFacts {
    const { store } = this.#tools;
    const home = store.host(vm.host)?.parent?.value;
    const free = (h: HostFacts): number => h.memoryMiB - (h.metrics?.memoryUsedMiB ?? 0);
    const fit = [...store.hosts.values()].filter(to => {
      const datastore = way === 'block' ? otherDatastore({ store, vm, to }) : null;
      const reasons = reasonsFor({ store, vm, to, way, datastore });
      return reasons.every(r => r.severity === 'warns');
    });
    const [best] = fit.toSorted(
      (a, b) => Number(b.parent?.value === home) - Number(a.parent?.value === home) || free(b) - free(a),
    );
    if (best) return best;
    throw new ProviderError('backend.refused', 'No other host takes it', {
      advice: 'Look at the reasons for each host',
    });
  }

  #id({ native }: HostFacts): string {
    return `${this.#tools.backend}:${native}`;
  }

  /** What vCenter tells of it counts as the operation's own. */
  async #inItsName<T>(
    { id, operation, args }: MigrateRequest,
    vm: VmFacts,
    run: () => Promise<T>,
  ): Promise<T> {
    const { own, moves, stopping } = this.#tools;
    const end = own.begin(id, operation, args.method === 'relocation' ? [] : causes[args.method]);
    const moved = moves.begin(vm);
    try {
      return await run();
    } catch (error) {
      throw stopping.aborted ? stopping.reason : explain(error);
    } finally {
      moved();
      end();
    }
  }
}

function orNone(error: unknown): null {
  if (error instanceof ProviderError && error.code === 'resource.not-found') return null;
  throw error;
}

function wayOf({ args }: MigrateRequest): Way {
  if (args.method === 'relocation')
    throw new ProviderError('capability.missing', String(vsphereCapabilities['instance.relocate']));
  const set = [
    ...refusedSettings.filter(name => args[name] !== null),
    ...refusedSwitches.filter(name => args[name]),
  ];
  const [first] = set;
  if (first === undefined) return args.method;
  throw new ProviderError('args.invalid', `${first}: vSphere finds this by itself`, {
    advice: 'Leave it out',
  });
}

function refuseBlocked(candidate: Parameters<typeof reasonsFor>[0]): void {
  const blocking = reasonsFor(candidate).find(r => r.severity === 'blocks');
  if (!blocking) return;
  const { code, message, needed, found, advice } = blocking;
  const measured = [needed && `needs ${needed}`, found && `found: ${found}`].filter(Boolean).join('; ');
  throw new ProviderError('resource.state', measured === '' ? message : `${message} (${measured})`, {
    reason: code,
    advice: advice ?? undefined,
  });
}
