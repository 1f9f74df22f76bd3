import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { EventLog } from '@orrery/provider-kit/event-log.ts';
import type {
  MigrateControl,
  MigrateRequest,
  MigrateResult,
  Migrator,
  SteerRequest,
  Survey,
  SurveyRequest,
} from '@orrery/provider-kit/migrator.ts';
import type { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { idOf, nativeOf } from '@orrery/provider-kit/ids.ts';
import { type Located, locateInstance } from '../identity.ts';
import type { FleetInventory } from '../inventory/inventory.ts';
import { followMove } from './follow.ts';
import { type MoveHandle, readHandle } from './handle.ts';
import type { Move } from './move.ts';
import { type MovedContainer, readMoved } from './moved-container.ts';
import type { MovesUnderWay } from './moves-under-way.ts';
import { PathSpeed } from './path-speed.ts';
import { relocate } from './relocate.ts';
import { type Judged, surveyHost, bytesWhileStopped } from './survey.ts';
import { Telling } from './telling.ts';
import { Throttle } from './throttle.ts';
import { reasonsAgainst } from './reasons.ts';

export interface MigratorOptions {
  backend: string;
  clock: Clock;
  inventory: FleetInventory;
  events: EventLog;
  links: readonly EngineLink[];
  own: OwnOperations;
  moves: MovesUnderWay;
}

const readDeadlineMs = 60_000;

/** Containers are moved with a stop: stopped and carried over, started and looked at, and only then taken away. */
export class DockerMigrator implements Migrator {
  readonly #options: MigratorOptions;
  readonly #speed: PathSpeed;
  /** By native id. */
  readonly #throttles = new Map<string, Throttle>();

  constructor(options: MigratorOptions) {
    this.#options = options;
    this.#speed = new PathSpeed(options.clock);
  }

  survey = async (request: SurveyRequest, signal: AbortSignal): Promise<Survey> => {
    const { place: from, facts } = this.#find(request.instance);
    if (request.measure) await this.#measure(from, facts.imageId, signal);
    const moved = await this.#read(from, facts.id, signal);
    const hosts = request.hosts.flatMap(host => {
      const to = this.#options.links.find(l => l.record && this.#hostId(l) === host);
      const judged = to?.record && from.record && { moved, from: from.record, to: to.record };
      return judged ? [surveyHost(host, judged, this.#speed.between(from.name, to.name))] : [];
    });
    return { memoryBytes: null, residentBytes: null, dirtying: [], hosts };
  };

  migrate = async (request: MigrateRequest, control: MigrateControl): Promise<MigrateResult> => {
    const { place: from, facts } = this.#find(request.id);
    const to = this.#target(request);
    if (request.args.method !== 'relocation')
      throw new ProviderError('capability.missing', 'Containers are moved with a stop, by relocation');
    await from.live.reader.volumeSizes(control.signal);
    const moved = await this.#read(from, facts.id, control.signal);
    const { State, HostConfig } = moved.inspected;
    const { Name = 'no', MaximumRetryCount = 0 } = HostConfig.RestartPolicy ?? {};
    const handle: MoveHandle = {
      container: facts.id,
      from: from.name,
      to: to.name,
      wasRunning: State.Running,
      restart: { Name: Name || 'no', MaximumRetryCount },
      began: this.#options.clock.now(),
    };
    return this.#during(request, { handle, control, from, to }, async move => {
      move.tell.phase('check');
      const { imageBytes } = this.#check({ moved, from: recordOf(from), to: recordOf(to) });
      move.tell.totalBytes = imageBytes + bytesWhileStopped(moved);
      const result = await relocate({ ...move, moved });
      const ms = this.#options.clock.now() - handle.began;
      this.#speed.moved(from.name, to.name, { bytes: move.tell.doneBytes, ms });
      this.#tellMoved(move, facts.name);
      return result;
    });
  };

  follow = async (
    request: MigrateRequest,
    text: string | null,
    control: MigrateControl,
  ): Promise<Resolution> => {
    const handle = readHandle(text);
    // It is bound before anything is changed.
    if (handle === null) return { state: 'not-started' };
    const named = (name: string): EngineLink => {
      const link = this.#options.links.find(l => l.record?.name === name);
      if (link?.live) return link;
      throw new ProviderError('backend.unavailable', 'One of its two hosts is out of reach now');
    };
    const [from, to] = [named(handle.from), named(handle.to)];
    return this.#during(request, { handle, control, from, to }, followMove);
  };

  steer = async (request: SteerRequest): Promise<void> => {
    const throttle = this.#throttles.get(this.#native(request.instance));
    if (!throttle) throw new ProviderError('resource.state', 'It is not being moved');
    if (request.action !== 'setBandwidth')
      throw new ProviderError('capability.missing', 'A relocation has no such setting');
    throttle.rate = request.bytesPerSecond;
    await Promise.resolve();
  };

  async #during<T>(
    request: MigrateRequest,
    { handle, control, from, to }: Pick<Move, 'handle' | 'control' | 'from' | 'to'>,
    run: (move: Move) => Promise<T>,
  ): Promise<T> {
    const { clock, own, moves, inventory } = this.#options;
    const native = this.#native(request.id);
    const throttle = new Throttle(clock, request.args.bandwidth);
    const tell = new Telling(control, clock, handle.began);
    const ends = [own.begin(request.id, request.operation, ['instance.moved']), moves.begin(native)];
    this.#throttles.set(native, throttle);
    try {
      return await run({
        operation: request.operation,
        native,
        handle,
        from,
        to,
        control,
        clock,
        tell,
        throttle,
      });
    } finally {
      this.#throttles.delete(native);
      tell.end();
      inventory.flush();
      for (const end of ends) end();
    }
  }

  #check(judged: Judged): { imageBytes: number } {
    const against = reasonsAgainst(judged.moved, judged.to, judged.from).filter(r => r.severity === 'blocks');
    const [first] = against;
    if (first)
      throw new ProviderError('resource.state', against.map(r => r.message).join('; '), {
        ...(first.advice === null ? {} : { advice: first.advice }),
      });
    const { moved, to } = judged;
    return { imageBytes: to.images.has(moved.inspected.Image) ? 0 : moved.imageBytes };
  }

  #tellMoved({ native, to }: Move, name: string): void {
    const { backend, events } = this.#options;
    const fact = { type: 'instance.moved', severity: 'info' as const, message: 'Moved to another host' };
    events.report({ kind: 'instance', id: idOf(backend, native), name, host: this.#hostId(to), fact });
  }

  async #measure(from: EngineLink, image: string, signal: AbortSignal): Promise<void> {
    await from.live.reader.volumeSizes(signal);
    await this.#speed.measure(from, image, signal);
  }

  #read(link: EngineLink, id: string, signal: AbortSignal): Promise<MovedContainer> {
    const options = { signal, deadlineMs: readDeadlineMs };
    return readMoved(link.live.work, { id, record: recordOf(link), options });
  }

  #find(id: string): Located<EngineLink> {
    const found = locateInstance(this.#options.links, this.#native(id));
    if (!found) throw new ProviderError('resource.not-found', `There is no instance ${id}`);
    return found;
  }

  #target({ args: { toHost } }: MigrateRequest): EngineLink {
    if (toHost === null)
      throw new ProviderError('args.invalid', 'toHost: Say which host; engines do not choose');
    const link = this.#options.links.find(l => l.record && this.#hostId(l) === toHost);
    if (!link) throw new ProviderError('resource.not-found', `There is no host ${toHost}`);
    return link;
  }

  #native(id: string): string {
    const native = nativeOf(this.#options.backend, id);
    if (native === null)
      throw new ProviderError('resource.not-found', `Instance ${id} belongs to another backend`);
    return native;
  }

  #hostId = (link: EngineLink): string => idOf(this.#options.backend, link.record?.name ?? link.name);
}

function recordOf(link: EngineLink) {
  // Throws when the engine is out of reach.
  return link.live.reader.record;
}
