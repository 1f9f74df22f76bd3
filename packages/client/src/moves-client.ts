import { migrationOptionsSchema } from '@orrery/contract/migrations/options.ts';
import {
  type MigrationHistory,
  migrationHistorySchema,
  type MigrationOptionsQuery,
} from '@orrery/contract/migrations/routes.ts';
import {
  type CreatePlan,
  type Plan,
  type PlanAction,
  planSchema,
  whatIfSchema,
} from '@orrery/contract/migrations/plans.ts';
import { ask } from './ask.ts';
import type { Transport } from './transport.ts';

/** What is wished of a move; left out: as it would be by itself. */
export type MoveWish = Partial<MigrationOptionsQuery>;

interface Items<T> {
  items: T[];
}

const plans = {
  parse: (value: unknown): Items<Plan> => {
    const items = typeof value === 'object' && value !== null && 'items' in value ? value.items : undefined;
    return { items: planSchema.array().parse(items) };
  },
};

/** Moving instances between hosts: what each host would take, and plans that empty a host. Reach it as `orrery.moves`. */
export class MovesClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Every other host: can it take the instance, why not, and what the move would cost with those settings. */
  options(instance: string, settings: MoveWish = {}, signal?: AbortSignal) {
    return ask(this.#transport, 'migrationOptions', migrationOptionsSchema, {
      params: { id: instance },
      query: { ...settings },
      signal,
    });
  }

  /** Every move that has ended, newest first: what was predicted, and what came of it. */
  history(
    query: { instance?: string; limit?: number; cursor?: string | undefined } = {},
    signal?: AbortSignal,
  ): Promise<MigrationHistory> {
    return ask(this.#transport, 'migrationHistory', migrationHistorySchema, { query, signal });
  }

  /** Where everything on a host would go if it were taken out of service, or died now. Nothing is done. */
  whatIf(host: string, event: 'maintenance' | 'loss', signal?: AbortSignal) {
    return ask(this.#transport, 'whatIf', whatIfSchema, { params: { id: host }, query: { event }, signal });
  }

  /** A plan to empty a host; nothing is done before it is run. */
  plan(plan: Partial<CreatePlan> & Pick<CreatePlan, 'kind' | 'host'>, signal?: AbortSignal): Promise<Plan> {
    return ask(this.#transport, 'createPlan', planSchema, { body: plan, signal });
  }

  /** Newest first. */
  async plans(query: { host?: string; limit?: number } = {}, signal?: AbortSignal): Promise<Plan[]> {
    return (await ask(this.#transport, 'listPlans', plans, { query, signal })).items;
  }

  getPlan(id: string, signal?: AbortSignal): Promise<Plan> {
    return ask(this.#transport, 'getPlan', planSchema, { params: { id }, signal });
  }

  actOnPlan(id: string, action: PlanAction): Promise<Plan> {
    return ask(this.#transport, 'actOnPlan', planSchema, { params: { id, action } });
  }
}
