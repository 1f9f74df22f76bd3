/**
 * The REST API of Orrery, typed. In a page:
 *
 * ```ts
 * const orrery = new OrreryClient();                       // same origin, session cookie
 * await orrery.login({ username, password });
 * const { items } = await orrery.list('instance', { q: 'status:running cpu>80', sort: '-cpu' });
 * const operation = await orrery.act('instance', items[0].id, 'reboot', {}, { idempotencyKey: crypto.randomUUID() });
 * ```
 *
 * In a script: `new OrreryClient({ url: 'https://orrery.example', token: process.env.ORRERY_TOKEN })`.
 *
 * Every method throws OrreryError for anything but success: `error.code` is stable, `error.reasons` says why in words.
 * Live data comes through LiveConnection (live-connection.ts), not by asking again and again.
 */
import * as bodies from '@orrery/contract/http/bodies.ts';
import { bootLogReplySchema } from '@orrery/contract/console/boot-log.ts';
import { consoleTicketSchema, type ConsoleKind } from '@orrery/contract/console/console.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import { resourceRegistry, type ResourceTypes } from '@orrery/contract/resources/registry.ts';
import type { ActOptions } from './act-options.ts';
import { AdminClient } from './admin-client.ts';
import { ask } from './ask.ts';
import { ImagesClient } from './images/images-client.ts';
import { MovesClient } from './moves-client.ts';
import { HostImagesClient } from './host-images-client.ts';
import { InsidesClient } from './insides-client.ts';
import { SelfServiceClient } from './self-service-client.ts';
import { ViewsClient } from './views-client.ts';
import { type Call, Transport, type TransportOptions } from './transport.ts';

export interface Page<R> {
  items: R[];
  total: number;
  revision: number;
  nextCursor: string | null;
}

export interface ListOptions {
  /** Query language, such as `status:running host:kvm-* cpu>80 !tag:prod web`. */
  q?: string | undefined;
  /** Such as `-cpu,name`. */
  sort?: string | undefined;
  /** At most 1,000; 100 when not given. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  cursor?: string | undefined;
  project?: string | undefined;
}

export class OrreryClient {
  /** Users, projects, tokens, backends and the audit log. */
  readonly admin: AdminClient;
  /** Images of Orrery's own catalogue. */
  readonly images: ImagesClient;
  /** Launching, keys, volumes, networks, quota: what tenants do for themselves. */
  readonly own: SelfServiceClient;
  /** Moves between hosts, and plans of them. */
  readonly moves: MovesClient;
  /** What instances write, and files in and out of them. */
  readonly insides: InsidesClient;
  /** Images that hosts keep themselves. */
  readonly hostImages: HostImagesClient;
  /** Lists that people keep under a name. */
  readonly views: ViewsClient;
  readonly #transport: Transport;

  constructor(options: TransportOptions = {}) {
    this.#transport = new Transport(options);
    this.admin = new AdminClient(this.#transport);
    this.images = new ImagesClient(this.#transport);
    this.insides = new InsidesClient(this.#transport);
    this.hostImages = new HostImagesClient(this.#transport);
    this.own = new SelfServiceClient(this.#transport);
    this.moves = new MovesClient(this.#transport);
    this.views = new ViewsClient(this.#transport);
  }

  async login(credentials: { username: string; password: string }): Promise<bodies.Session> {
    return this.#keep(await ask(this.#transport, 'login', bodies.sessionSchema, { body: credentials }));
  }

  /** Who am I and what may I do. Also fetches what later changes made with the cookie need (CSRF). */
  async session(signal?: AbortSignal): Promise<bodies.Session> {
    return this.#keep(await ask(this.#transport, 'getSession', bodies.sessionSchema, { signal }));
  }

  async logout(): Promise<void> {
    await this.#transport.call('logout');
    this.#transport.csrfToken = undefined;
  }

  async changePassword(change: { current: string; next: string }): Promise<void> {
    await this.#transport.call('changePassword', { body: change });
  }

  async list<K extends ResourceKind>(
    kind: K,
    query: ListOptions = {},
    signal?: AbortSignal,
  ): Promise<Page<ResourceTypes[K]>> {
    const { collection, schema } = resourceRegistry[kind];
    return ask(this.#transport, `list:${collection}`, bodies.pageOf(schema), { query: { ...query }, signal });
  }

  /** All pages, one after the other. */
  async *each<K extends ResourceKind>(kind: K, query: ListOptions = {}): AsyncGenerator<ResourceTypes[K]> {
    let cursor: string | null | undefined = query.cursor;
    do {
      const page: Page<ResourceTypes[K]> = await this.list(kind, { ...query, cursor: cursor ?? undefined });
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  async get<K extends ResourceKind>(kind: K, id: string, signal?: AbortSignal): Promise<ResourceTypes[K]> {
    const { collection, schema } = resourceRegistry[kind];
    return ask(this.#transport, `get:${collection}`, schema, { params: { id }, signal });
  }

  /** Asks for an action; answers with the operation that carries it out. */
  async act(
    kind: ResourceKind,
    target: { id: string; action: string; args?: Record<string, unknown> },
    options: ActOptions = {},
  ): Promise<Operation> {
    const { id, action, args = {} } = target;
    const call: Call = { params: { id, action }, body: args, ...options };
    const route = `act:${resourceRegistry[kind].collection}`;
    return (await ask(this.#transport, route, bodies.operationReplySchema, call)).operation;
  }

  /** One action on many instances; with `dryRun`, only who would be refused and why. */
  bulk(request: BulkRequest, options: ActOptions = {}) {
    return ask(this.#transport, 'bulkInstances', bodies.bulkReplySchema, { body: request, ...options });
  }

  /** Asks again for what failed of a bulk request, and only that. */
  retryFailed(batch: string) {
    return ask(this.#transport, 'retryFailed', bodies.bulkReplySchema, { params: { id: batch } });
  }

  async cancel(operation: string): Promise<Operation> {
    const call = { params: { id: operation } };
    return (await ask(this.#transport, 'cancelOperation', bodies.operationReplySchema, call)).operation;
  }

  metrics(of: { kind: 'instance' | 'host'; id: string }, minutes = 60, signal?: AbortSignal) {
    const call = { params: { id: of.id }, query: { minutes }, signal };
    return ask(this.#transport, `${of.kind}Metrics`, bodies.metricSeriesSchema, call);
  }

  /** The backend's own description, such as libvirt's XML. */
  raw(instance: string, signal?: AbortSignal) {
    return ask(this.#transport, 'instanceRaw', bodies.rawSchema, { params: { id: instance }, signal });
  }

  /** A one-time ticket for a console; ConsoleLink opens it. */
  consoleTicket(instance: string, kind: ConsoleKind, signal?: AbortSignal) {
    const call = { params: { id: instance }, body: { kind }, signal };
    return ask(this.#transport, 'openConsole', consoleTicketSchema, call);
  }

  /** What an instance said on its serial line when it booted last, or why nothing of it is held (`none`). */
  bootLog(instance: string, signal?: AbortSignal) {
    return ask(this.#transport, 'bootLog', bootLogReplySchema, { params: { id: instance }, signal });
  }

  #keep(session: bodies.Session): bodies.Session {
    this.#transport.csrfToken = session.csrfToken;
    return session;
  }
}

export interface BulkRequest {
  ids: string[];
  action: string;
  args?: Record<string, unknown>;
  dryRun?: boolean;
}
