import * as bodies from '@orrery/contract/http/bodies.ts';
import type { BackendSettings } from '@orrery/contract/backends/settings.ts';
import type { GlobalRole, ProjectRole } from '@orrery/contract/identity/roles.ts';
import type { Backend } from '@orrery/contract/resources/backend.ts';
import type { Project, Quota, User } from '@orrery/contract/resources/identity.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { ask } from './ask.ts';
import type { Transport } from './transport.ts';

export interface NewUser {
  username: string;
  password: string;
  displayName?: string | null;
  role?: GlobalRole | null;
}

export interface UserChange {
  displayName?: string | null;
  role?: GlobalRole | null;
  disabled?: boolean;
  password?: string;
}

export interface ProjectChange {
  name?: string;
  description?: string | null;
  disabled?: boolean;
  quota?: Partial<Quota>;
}

const { user: users, project: projects, backend: backends } = resourceRegistry;

/** What administrators do, and everybody's own tokens. Part of OrreryClient. */
export class AdminClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async tokens(signal?: AbortSignal) {
    const body = await this.#transport.call('listTokens', { signal });
    const items = typeof body === 'object' && body !== null && 'items' in body ? body.items : undefined;
    return bodies.tokenSchema.array().parse(items);
  }

  /** The token is in the answer, once. */
  createToken(token: { name: string; expiresInDays?: number | null }) {
    return ask(this.#transport, 'createToken', bodies.createdTokenSchema, { body: token });
  }

  async deleteToken(id: string): Promise<void> {
    await this.#transport.call('deleteToken', { params: { id } });
  }

  setup() {
    return ask(this.#transport, 'getSetup', bodies.setupSchema, {});
  }

  /** Tries settings part by part and says how far each came; keeps nothing. */
  probe(settings: BackendSettings, signal?: AbortSignal) {
    return ask(this.#transport, 'probeBackend', bodies.probeReplySchema, { body: settings, signal });
  }

  addBackend(backend: { id: string; name: string; settings: BackendSettings }): Promise<Backend> {
    return ask(this.#transport, 'addBackend', backends.schema, { body: backend });
  }

  /** Secrets are dots; dots sent back keep the stored ones. */
  async backendSettings(id: string, signal?: AbortSignal): Promise<BackendSettings> {
    const call = { params: { id }, signal };
    return (await ask(this.#transport, 'getBackendSettings', bodies.backendSettingsReplySchema, call))
      .settings;
  }

  changeBackend(id: string, change: { name?: string; settings?: BackendSettings }): Promise<Backend> {
    return ask(this.#transport, 'changeBackend', backends.schema, { params: { id }, body: change });
  }

  probeChange(id: string, settings: BackendSettings, signal?: AbortSignal) {
    const call = { params: { id }, body: settings, signal };
    return ask(this.#transport, 'probeBackendChange', bodies.probeReplySchema, call);
  }

  async removeBackend(id: string): Promise<void> {
    await this.#transport.call('removeBackend', { params: { id } });
  }

  async refreshBackend(id: string, signal?: AbortSignal): Promise<void> {
    await this.#transport.call('refreshBackend', { params: { id }, signal });
  }

  createUser(user: NewUser): Promise<User> {
    return ask(this.#transport, 'createUser', users.schema, { body: user });
  }

  changeUser(id: string, change: UserChange): Promise<User> {
    return ask(this.#transport, 'changeUser', users.schema, { params: { id }, body: change });
  }

  async deleteUser(id: string): Promise<void> {
    await this.#transport.call('deleteUser', { params: { id } });
  }

  createProject(project: { name: string; description?: string | null }): Promise<Project> {
    return ask(this.#transport, 'createProject', projects.schema, { body: project });
  }

  changeProject(id: string, change: ProjectChange): Promise<Project> {
    return ask(this.#transport, 'changeProject', projects.schema, { params: { id }, body: change });
  }

  async deleteProject(id: string): Promise<void> {
    await this.#transport.call('deleteProject', { params: { id } });
  }

  setMember(project: string, user: string, role: ProjectRole): Promise<Project> {
    const call = { params: { id: project, user }, body: { role } };
    return ask(this.#transport, 'setMember', projects.schema, call);
  }

  async removeMember(project: string, user: string): Promise<void> {
    await this.#transport.call('removeMember', { params: { id: project, user } });
  }

  audit(query: { before?: number; limit?: number; q?: string } = {}) {
    return ask(this.#transport, 'listAudit', bodies.auditPageSchema, { query });
  }

  verifyAudit() {
    return ask(this.#transport, 'verifyAudit', bodies.auditVerifySchema, {});
  }
}
