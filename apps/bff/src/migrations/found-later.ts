import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { InventoryService } from '../inventory/inventory-service.ts';
import { isKind, row, rows } from '../inventory/resource-row.ts';
import { iso } from '../inventory/runtime.ts';

type MoveError = NonNullable<Migration['error']>;

interface FoundLaterOptions {
  inventory: Pick<InventoryService, 'store' | 'runtime' | 'journal'>;
  /** Says it in the row, for good. */
  tell: (id: string, error: MoveError) => Promise<void>;
}

/** A host that is back lists what it has a moment later; what is seen is looked at again after this time. */
const settlesMs = 10_000;

interface Waiting {
  move: Migration;
  /** A host of it was out of reach since: what is seen once it answers is seen anew, changed or not. */
  sawLost: boolean;
  cancelLook: (() => void) | null;
}

/**
 * Moves of which nobody could say what became of them, because a host was silent for too long: once it answers, where
 * the instance is says it (MG-20). Only the latest move of an instance: later ones have made the question idle.
 */
export class FoundLater {
  readonly #options: FoundLaterOptions;
  readonly #waiting = new Map<string, Waiting>();
  #unlisten: (() => void) | null = null;

  constructor(options: FoundLaterOptions) {
    this.#options = options;
  }

  /** With those that earlier processes left open. */
  start(): void {
    const { store } = this.#options.inventory;
    for (const move of rows(store, 'migration')) this.watch(move);
    this.#unlisten = store.onApplied(({ changed }) => {
      if (this.#waiting.size > 0) for (const { after } of changed) this.#see(after);
    });
  }

  stop(): void {
    this.#unlisten?.();
    for (const { cancelLook } of this.#waiting.values()) cancelLook?.();
    this.#waiting.clear();
  }

  watch(move: Migration): void {
    if (!isOpenQuestion(move) || this.#hasLater(move)) return;
    this.#forget(move.instance);
    const waiting: Waiting = { move, sawLost: this.#isLost(move.fromHost), cancelLook: null };
    this.#waiting.set(move.instance, waiting);
    this.#lookSoon(waiting);
  }

  #see(after: Resource | undefined): void {
    if (after === undefined) return;
    if (isKind(after, 'migration')) {
      const open = this.#waiting.get(after.instance);
      if (open && after.id !== open.move.id && isLater(after, open.move)) this.#forget(after.instance);
      return;
    }
    if (isKind(after, 'instance')) {
      const open = this.#waiting.get(after.id);
      if (open) this.#lookSoon(open);
      return;
    }
    if (!isKind(after, 'host')) return;
    for (const open of this.#waiting.values()) {
      if (open.move.fromHost !== after.id && open.move.toHost !== after.id) continue;
      if (this.#isLost(after.id)) open.sawLost = true;
      else this.#lookSoon(open);
    }
  }

  /** Not at once: a host that is back may not have told all yet. */
  #lookSoon(waiting: Waiting): void {
    if (this.#whereNow(waiting) === null || waiting.cancelLook !== null) return;
    waiting.cancelLook = this.#options.inventory.runtime.after(settlesMs, () => {
      waiting.cancelLook = null;
      const instance = this.#whereNow(waiting);
      if (instance === null || this.#waiting.get(instance.id) !== waiting) return;
      this.#forget(instance.id);
      this.#settle(waiting.move, instance);
    });
  }

  #settle(move: Migration, instance: Instance): void {
    const { inventory, tell } = this.#options;
    const now = iso(inventory.runtime.now());
    const found = wordsOf(move, instance, now.slice(11, 16));
    void tell(move.id, { code: 'outcome.found-later', cause: move.error?.cause ?? null, ...found });
    inventory.journal.record(move.backend ?? '', {
      type: 'instance.move-failed',
      severity: 'warning',
      // No host: tenants read it.
      message:
        instance.host === move.fromHost
          ? `What became of the move of ${move.instanceName} is known now: it is ${stateOf(instance)} where it was`
          : `What became of the move of ${move.instanceName} is known now: it is ${stateOf(instance)}`,
      targetKind: 'instance',
      target: move.instance,
      targetName: move.instanceName,
      host: instance.host,
      at: now,
      ...(move.operation === null ? {} : { operation: move.operation }),
    });
  }

  /** As it was seen after the move, once both of its hosts answer: one alone may hold half of it. */
  #whereNow({ move, sawLost }: Waiting): Instance | null {
    const instance = row(this.#options.inventory.store, 'instance', move.instance);
    if (!instance || instance.stale || instance.powerState === 'unknown') return null;
    if (instance.host === null || (instance.host !== move.fromHost && instance.host !== move.toHost))
      return null;
    if (this.#isLost(move.fromHost) || this.#isLost(move.toHost)) return null;
    const isNew = Date.parse(instance.asOf) > Date.parse(move.endedAt ?? move.asOf);
    return isNew || (sawLost && instance.host === move.fromHost) ? instance : null;
  }

  #isLost(host: string | null): boolean {
    if (host === null) return false;
    const found = row(this.#options.inventory.store, 'host', host);
    return (
      found === undefined || found.stale || found.status === 'unreachable' || found.status === 'connecting'
    );
  }

  #hasLater(move: Migration): boolean {
    const all = [...rows(this.#options.inventory.store, 'migration')];
    return all.some(
      other => other.id !== move.id && other.instance === move.instance && isLater(other, move),
    );
  }

  #forget(instance: string): void {
    this.#waiting.get(instance)?.cancelLook?.();
    this.#waiting.delete(instance);
  }
}

const isLater = (one: Migration, other: Migration): boolean =>
  Date.parse(one.startedAt ?? one.asOf) > Date.parse(other.startedAt ?? other.asOf);

const openCodes: readonly string[] = ['operation.outcome-unknown', 'backend.timeout'];

const isOpenQuestion = ({ status, error, fromHost }: Migration): boolean =>
  status === 'failed' && fromHost !== null && error !== null && openCodes.includes(error.code);

const stateOf = ({ powerState }: Instance): string =>
  powerState === 'running' ? 'running' : powerState === 'paused' ? 'paused' : 'off';

/** Where it was found, and what to do. Never that it was moved: somebody may have started it there. */
function wordsOf(
  { fromHost, fromHostName, toHostName, method }: Migration,
  instance: Instance,
  at: string,
): Pick<MoveError, 'message' | 'advice'> {
  const state = stateOf(instance);
  if (instance.host !== fromHost)
    return {
      message: `Both hosts answer, seen at ${at} UTC: it is ${state} at ${toHostName ?? 'its destination'}, where it arrived after all or was started since`,
      advice: `Before ${fromHostName ?? 'its old host'} is used again, see that it is off there: two of it would write to the same disks`,
    };
  const there = fromHostName ?? 'the host it came from';
  if (state === 'paused')
    return {
      message: `Both hosts answer, seen at ${at} UTC: it is paused at ${there}, where it was`,
      advice: 'Resume it there',
    };
  if (state === 'running')
    return {
      message: `Both hosts answer, seen at ${at} UTC: it runs at ${there}, where it was`,
      advice: 'Move it again if it still has to go',
    };
  const fell = method === 'live' || method === 'block';
  return {
    message: fell
      ? `Both hosts answer, seen at ${at} UTC: it is off at ${there}, where it was; it went down in the middle of the move`
      : `Both hosts answer, seen at ${at} UTC: it is off at ${there}, where it was`,
    advice: 'Start it where it is',
  };
}
