import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import {
  type ChangeViewInput,
  type CreateViewInput,
  type SavedView,
  savedViewSchema,
  savedViewsSchema,
} from '@orrery/contract/views/saved-views.ts';
import { ask } from './ask.ts';
import type { Transport } from './transport.ts';

/** Lists that people keep under a name. Reach it as `orrery.views`. */
export class ViewsClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** My own in my order, then those that others share with me; of one list, or of all. */
  async list(kind?: ResourceKind, signal?: AbortSignal): Promise<SavedView[]> {
    const call = { query: kind === undefined ? {} : { kind }, signal };
    return (await ask(this.#transport, 'listViews', savedViewsSchema, call)).items;
  }

  create(view: CreateViewInput): Promise<SavedView> {
    return ask(this.#transport, 'createView', savedViewSchema, { body: view });
  }

  change(id: string, change: ChangeViewInput): Promise<SavedView> {
    return ask(this.#transport, 'changeView', savedViewSchema, { params: { id }, body: change });
  }

  async delete(id: string): Promise<void> {
    await this.#transport.call('deleteView', { params: { id } });
  }

  /** First to last; own views that are not named follow as they were. */
  async order(kind: ResourceKind, ids: readonly string[]): Promise<void> {
    await this.#transport.call('orderViews', { body: { kind, ids } });
  }
}
