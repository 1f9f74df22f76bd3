import { isoNow, pause } from '@orrery/provider-kit/clock.ts';
import type {
  FollowResolution,
  MigrateControl,
  MigrateRequest,
  MigrateResult,
  Migrator,
  SteerRequest,
} from '@orrery/provider-kit/migrator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { SimulatedDataCentre } from '../data-centre.ts';
import { unreachable } from '../reach.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { SimHost, SimInstance } from '../world/model.ts';
import type { SimMove } from './sim-move.ts';
import { methodsOf, refusals, surveyOf, windowSecondsOf } from './survey.ts';

interface Moving {
  backend: string;
  dataCentre: SimulatedDataCentre;
  /** The connection to the data centre ends. Moves go on. */
  closed: AbortSignal;
  native: (id: string) => string;
}

/** Moves on request. */
export function simulatorMigrator(moving: Moving): Migrator {
  const { backend, dataCentre } = moving;
  const instanceOf = (id: string) => requireInstance(moving, id);
  return {
    survey: async ({ instance: id, hosts, measure }, signal) => {
      await dataCentre.populate();
      // The short one is taken in no time, so that nobody waits for a demo.
      if (measure === 'long') await pause(dataCentre.clock, 1_000 * windowSecondsOf.long, signal);
      dataCentre.count('look');
      const wanted = hosts.map(host => requireHost(moving, host));
      const { ways, ...facts } = surveyOf(instanceOf(id), wanted, measure);
      return {
        ...facts,
        hosts: [...ways].map(([host, found]) => ({ host: idOf(backend, host.native), ways: found })),
      };
    },
    migrate: async (request, control) => {
      await dataCentre.populate();
      if (control.signal.aborted) throw new ProviderError('cancelled', 'Cancelled before it began');
      const move = prepare(moving, request);
      refuse(move);
      await control.bind(move.id);
      refuse(move);
      dataCentre.count('act');
      const { operation } = request;
      dataCentre.callsByOperation.set(operation, (dataCentre.callsByOperation.get(operation) ?? 0) + 1);
      return follow(moving, move, { control, begin: () => dataCentre.moves.start(move) });
    },
    follow: async (request, handle, control): Promise<FollowResolution> => {
      await dataCentre.populate();
      dataCentre.count('look');
      const { moves } = dataCentre;
      const move =
        (handle === null ? undefined : moves.find(handle)) ?? moves.findByOperation(request.operation);
      if (!move) return { state: 'not-started' };
      try {
        return { state: 'succeeded', result: await follow(moving, move, { control, begin: () => {} }) };
      } catch (error) {
        if (error instanceof ProviderError && move.outcome && error.code !== 'cancelled')
          return { state: 'failed', code: error.code, message: error.message };
        throw error;
      }
    },
    steer: async request => {
      await dataCentre.populate();
      dataCentre.count('act');
      steer(dataCentre, moveOf(moving, request), request);
    },
  };
}

function requireInstance({ dataCentre, native }: Moving, id: string): SimInstance {
  const found = dataCentre.find('instance', native(id));
  if (found?.kind !== 'instance')
    throw new ProviderError('resource.not-found', `There is no instance ${id} here`);
  if (!found.host.reachable) throw unreachable();
  return found;
}

function requireHost({ dataCentre, native }: Moving, id: string): SimHost {
  const found = dataCentre.find('host', native(id));
  if (found?.kind !== 'host') throw new ProviderError('resource.not-found', 'There is no such host here');
  return found;
}

/** Where nobody says where to, it is the emptiest host that takes it. */
function prepare(moving: Moving, { id, args, operation }: MigrateRequest): SimMove {
  const instance = requireInstance(moving, id);
  const to = args.toHost === null ? emptiest(instance, args.method) : requireHost(moving, args.toHost);
  const pool = args.storagePool === null ? null : moving.native(args.storagePool);
  const order = {
    instance,
    to,
    args: { ...args, storagePool: pool },
    operation,
    startedBy: 'orrery' as const,
  };
  return moving.dataCentre.moves.prepare(order);
}

function emptiest(instance: SimInstance, method: SimMove['method']): SimHost {
  const open = instance.host.cluster.hosts.filter(
    host => host !== instance.host && isOpen(host) && refusals(instance, host, method).length === 0,
  );
  const [first] = open.toSorted((a, b) => a.instances.size - b.instances.size);
  if (first) return first;
  throw new ProviderError('backend.refused', 'No other place takes it');
}

const isOpen = (host: SimHost): boolean => host.reachable && !host.maintenance;

/** Looked at when it begins: what was surveyed may have changed. */
function refuse({ order, from, method }: SimMove): void {
  const { instance, to } = order;
  if (instance.task !== null) throw new ProviderError('resource.state', `It is ${instance.task} now`);
  if (!methodsOf(instance).includes(method))
    throw new ProviderError('capability.missing', `It cannot be moved in this way (${method})`);
  if (to === from) throw new ProviderError('resource.state', 'It is there already');
  if (!isOpen(to)) throw new ProviderError('backend.refused', 'The place it should move to is not available');
  const [reason] = refusals(instance, to, method);
  if (reason) throw new ProviderError('backend.refused', reason.message, { reason: reason.code });
}

async function follow(
  { dataCentre, closed, backend }: Moving,
  move: SimMove,
  { control, begin }: { control: MigrateControl; begin: () => void },
): Promise<MigrateResult> {
  const { promise: left, reject } = Promise.withResolvers<never>();
  const leave = () =>
    reject(new ProviderError('backend.unavailable', 'The connection was closed; the move goes on'));
  const cancel = () =>
    dataCentre.moves.cancel(move, new ProviderError('cancelled', 'The move was called off'));
  control.moved({ toHost: idOf(backend, move.order.to.native) });
  move.watchers.add(control.moved);
  closed.addEventListener('abort', leave, { once: true });
  control.signal.addEventListener('abort', cancel, { once: true });
  try {
    begin();
    if (control.signal.aborted) cancel();
    const outcome = await Promise.race([move.ended, left]);
    if (outcome.state === 'failed') throw outcome.error;
    return resultOf(move, outcome, isoNow(dataCentre.clock));
  } finally {
    move.watchers.delete(control.moved);
    closed.removeEventListener('abort', leave);
    control.signal.removeEventListener('abort', cancel);
  }
}

function resultOf(
  move: SimMove,
  { pauseMs, bytes, passes }: { pauseMs: number; bytes: number; passes: number | null },
  at: string,
): MigrateResult {
  const runs = move.order.instance.powerState === 'running';
  const survived = move.copy
    ? { method: 'uptime' as const, detail: 'The guest counts on from its uptime before the move' }
    : {
        method: 'power-state' as const,
        detail: runs ? 'It was started and runs' : 'It is stopped, as before',
      };
  return { pauseMs, bytes, passes, check: { ...survived, survived: true, at } };
}

function moveOf({ dataCentre, native }: Moving, { instance, handle }: SteerRequest): SimMove {
  const running = dataCentre.moves.runningOn(native(instance));
  if (running && (handle === null || running.id === handle)) return running;
  throw new ProviderError('resource.state', 'This move is over');
}

function steer({ moves }: SimulatedDataCentre, move: SimMove, request: SteerRequest): void {
  if (move.pointOfNoReturn) throw new ProviderError('resource.state', 'It has been switched over already');
  switch (request.action) {
    case 'setBandwidth':
      return moves.limit(move, { bandwidth: request.bytesPerSecond });
    case 'setDowntime':
      return moves.limit(move, { downtimeMs: request.milliseconds });
    case 'startPostCopy':
      return moves.postCopy(move);
    case 'cancel':
      return moves.cancel(move, new ProviderError('cancelled', 'The move was called off'));
  }
}
