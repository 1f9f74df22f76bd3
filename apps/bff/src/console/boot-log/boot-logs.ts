import {
  type BootCause,
  bootCauses,
  type BootLog,
  type BootLogReply,
  type NoBootLog,
} from '@orrery/contract/console/boot-log.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import type { Principal } from '../../authz/principal.ts';
import { viewerOf } from '../../authz/viewer.ts';
import { RequestError } from '../../errors/request-error.ts';
import type { InventoryReader } from '../../inventory/reader.ts';
import { requireAllowed } from '../../inventory/require.ts';
import { type InventoryStore, isKind, row } from '../../inventory/resource-row.ts';
import { consoleOf, type ConsoleService } from '../console-service.ts';
import { BootFollower } from './boot-follower.ts';
import type { BootRecording } from './boot-recording.ts';
import type { BootShelf } from './boot-shelf.ts';

/** Each takes a connection to a host: of boots beyond it nothing is heard. */
export const mostFollowed = 32;

export interface BootLogsOptions {
  store: InventoryStore;
  reader: InventoryReader;
  provider: (backend: string) => Pick<Provider, 'capabilities' | 'consoles'> | undefined;
  consoles: Pick<ConsoleService, 'follow' | 'hangUp'>;
  shelf: BootShelf;
  clock: Clock;
}

const causes: ReadonlySet<string> = new Set(bootCauses);
const isCause = (action: string): action is BootCause => causes.has(action);

/** Follows every boot that an operation of Orrery's begins, and answers what was said (docs/specs/console.md). */
export class BootLogs {
  readonly #options: BootLogsOptions;
  /** By instance. */
  readonly #followers = new Map<string, BootFollower>();
  #unwatch: () => void = () => undefined;

  constructor(options: BootLogsOptions) {
    this.#options = options;
  }

  get followed(): number {
    return this.#followers.size;
  }

  start(): void {
    this.#unwatch = this.#options.store.onApplied(({ changed }) => {
      for (const { before, after } of changed) this.#changed(before, after);
    });
  }

  stop(): void {
    this.#unwatch();
    for (const follower of [...this.#followers.values()]) follower.finish('stopped');
  }

  read(principal: Principal, id: string): BootLogReply {
    const found = this.#require(principal, id);
    const recording = this.#options.shelf.get(id);
    return recording ? presented(recording) : { instance: id, none: whyNone(found) };
  }

  #require(principal: Principal, id: string): Instance {
    const found = requireAllowed(this.#options.reader, viewerOf(principal), consoleOf(id));
    const can = this.#options.provider(found.backend ?? '')?.capabilities()['instance.console'];
    if (can !== undefined && can !== true) throw new RequestError('capability.missing', can);
    return found;
  }

  #changed(before: Resource | undefined, after: Resource | undefined): void {
    if (isKind(after, 'operation')) return this.#operation(after);
    if (isKind(after, 'instance')) this.#instance(before, after);
    else if (isKind(before, 'instance')) this.#forget(before.id);
  }

  #operation(operation: Operation): void {
    const { action, target, targetKind, status } = operation;
    if (targetKind !== 'instance' || target === null || !isCause(action)) return;
    const follower = this.#followers.get(target);
    if (status === 'running') {
      if (follower?.boot.operation !== operation.id) this.#follow(operation, target, action);
    } else if (status !== 'queued' && follower?.boot.operation === operation.id)
      follower.operationEnded({ failed: status !== 'succeeded' });
  }

  #follow({ id: operation }: Operation, instance: string, cause: BootCause): void {
    const { store, provider, consoles, shelf, clock } = this.#options;
    const now = row(store, 'instance', instance);
    // From saved memory it goes on where it was: that is no boot.
    if (cause === 'start' && now?.hasSavedState) return;
    const backend = now?.backend ?? instance.split(':', 1)[0] ?? '';
    if (provider(backend)?.capabilities()['instance.console'] !== true) return;
    this.#followers.get(instance)?.finish('superseded');
    if (this.#followers.size >= mostFollowed) return;
    const follower: BootFollower = new BootFollower(
      { instance, operation, cause },
      {
        consoles,
        shelf,
        clock,
        row: () => row(store, 'instance', instance),
        onOver: () => {
          if (this.#followers.get(instance) === follower) this.#followers.delete(instance);
        },
      },
    );
    this.#followers.set(instance, follower);
    follower.start();
  }

  #instance(before: Resource | undefined, after: Instance): void {
    // What it said is its owner's: another one gets nothing of it.
    if (before && before.project !== after.project) this.#forget(after.id);
    const recording = this.#options.shelf.get(after.id);
    if (recording?.endedAt && isOff(after)) recording.isPast = true;
    this.#followers.get(after.id)?.look();
  }

  #forget(instance: string): void {
    this.#followers.get(instance)?.finish('stopped');
    this.#options.shelf.drop(instance);
    // What its line holds for newcomers goes too.
    this.#options.consoles.hangUp(instance);
  }
}

const whyNone = ({ consoles }: Instance): NoBootLog['none'] =>
  consoles.includes('serial')
    ? {
        code: 'boot-log.none',
        reason:
          'Orrery has seen no boot of it: it listens to those that are begun here, and forgets them when it is started anew itself',
      }
    : {
        code: 'boot-log.no-line',
        reason: 'The instance has no serial line, where a boot could be listened to',
      };

const isOff = ({ powerState }: Instance): boolean => powerState !== 'running' && powerState !== 'paused';

const iso = (ms: number): string => new Date(ms).toISOString();

function presented({ boot, startedAt, endedAt, end, isPast, said }: BootRecording): BootLog {
  const times = { startedAt: iso(startedAt), endedAt: endedAt === null ? null : iso(endedAt) };
  const sizes = { bytes: said.held, droppedBytes: said.dropped };
  return { ...boot, ...times, end, isPast, ...sizes, text: said.all().toString('utf8') };
}

/** What a serial line that is opened now has said before: the whole boot, while what booted still runs (CO-33). */
export function earlierOf(shelf: BootShelf, instance: string) {
  const recording = shelf.get(instance);
  if (!recording || recording.endedAt === null || recording.isPast || recording.said.held === 0)
    return undefined;
  return { bytes: recording.said.all(), until: iso(recording.endedAt) };
}
