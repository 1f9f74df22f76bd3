import { randomUUID } from 'node:crypto';
import type { Launch, LaunchCheck } from '@orrery/contract/launch/launch.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import type { Viewer } from '../authz/viewer.ts';
import type { OperationsService } from '../operations/operations-service.ts';
import type { HeldReservation } from '../operations/reservation.ts';
import type { Accounts } from '../quota/accounts.ts';
import { chooseProject } from './choose-project.ts';
import type { PlaceInventory } from './host-view.ts';
import { instanceIntents } from './instance-intents.ts';
import { type Judge, judgeLaunch } from './judge-launch.ts';
import { checkReply } from './launch-check.ts';
import { Problems, refused } from './problems.ts';
import { type KeysOf, resolveLaunch } from './resolve-launch.ts';
import type { SecurityGroups } from './security-groups.ts';

export interface LaunchOptions {
  inventory: PlaceInventory;
  operations: Pick<OperationsService, 'reserve'>;
  reservations: () => Promise<HeldReservation[]>;
  accounts: Accounts;
  keys: KeysOf;
  groups: Pick<SecurityGroups, 'find'>;
  /** Uniform in [0, 1). */
  random: () => number;
  now: () => number;
}

export interface LaunchCall {
  launch: Launch;
  idempotencyKey?: string | undefined;
}

/** From a wish to an operation for each instance (docs/specs/launch.md). */
export class LaunchService {
  readonly #options: LaunchOptions;

  constructor(options: LaunchOptions) {
    this.#options = options;
  }

  /** All of them or none. Throws RequestError with every reason that is known. */
  async launch(viewer: Viewer, { launch, idempotencyKey }: LaunchCall) {
    const { inventory, operations, now } = this.#options;
    const { problems, resolved, project } = await this.#resolve(viewer, launch);
    const plan: Parameters<typeof operations.reserve>[1]['plan'] = held => {
      const judged = resolved && judgeLaunch(resolved, held, this.#judge);
      const all = [...problems, ...(judged?.problems ?? [])];
      if (resolved === undefined || judged === undefined || all.length > 0) throw refused(all);
      const batch = launch.count > 1 ? randomUUID() : null;
      const context = { viewer, store: inventory.store, batch, nowMs: now() };
      return instanceIntents(resolved, judged.placements, context);
    };
    const projects = project === null ? [] : [project];
    const asked = ['instance.create', launch];
    return replyOf(await operations.reserve(viewer, { projects, idempotencyKey, asked, plan }));
  }

  /** The same questions without the answers' consequences. */
  async check(viewer: Viewer, launch: Launch): Promise<LaunchCheck> {
    const { inventory, accounts } = this.#options;
    const { problems, resolved, project } = await this.#resolve(viewer, launch);
    const reservations = await this.#options.reservations();
    return checkReply(
      { viewer, launch, problems, resolved, project, reservations },
      {
        inventory,
        accounts,
        random: this.#options.random,
      },
    );
  }

  async #resolve(viewer: Viewer, launch: Launch) {
    const { inventory, keys, groups } = this.#options;
    const { store } = inventory;
    const problems = new Problems();
    const project = chooseProject(viewer, 'instance.create', { asked: launch.project, store });
    const resolved = await resolveLaunch(launch, { viewer, store, project, problems, keys, groups });
    return { problems: problems.list, resolved, project };
  }

  get #judge(): Judge {
    const { inventory, accounts, random } = this.#options;
    return { inventory, accounts, random };
  }
}

function replyOf(operations: readonly Operation[]) {
  const [operation] = operations;
  if (operation === undefined) throw new Error('A launch without operations');
  return { operation, operations: [...operations], batch: operation.batch };
}
