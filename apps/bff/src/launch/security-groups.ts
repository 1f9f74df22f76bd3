import { randomUUID } from 'node:crypto';
import type {
  ChangeSecurityGroup,
  SecurityGroup,
  SecurityRule,
} from '@orrery/contract/security/security-groups.ts';
import type { SecurityRules } from '@orrery/provider-kit/action.ts';
import { asc, eq } from 'drizzle-orm';
import { type SecurityGroupRow, securityGroupTable as groups } from '../database/schema/security.ts';
import { RequestError } from '../errors/request-error.ts';
import { isUniqueViolation } from '../identity/constraint-violations.ts';
import type { IdentityContext } from '../identity/context.ts';

type Context = Pick<IdentityContext, 'db' | 'clock'>;

export const noGroup = () => new RequestError('resource.not-found', 'There is no such security group');

const taken = (name: string) =>
  new RequestError('name.taken', `The project has a security group ${name} already; choose another name`);

/** All security groups, as they stand in the database; held in memory because every launch asks for them. */
export class SecurityGroups {
  readonly #context: Context;
  readonly #rows = new Map<string, SecurityGroupRow>();

  constructor(context: Context) {
    this.#context = context;
  }

  async start(): Promise<void> {
    for (const row of await this.#context.db.select().from(groups).orderBy(asc(groups.name)))
      this.#rows.set(row.id, row);
  }

  find(id: string): SecurityGroupRow | undefined {
    return this.#rows.get(id);
  }

  all(): SecurityGroupRow[] {
    return [...this.#rows.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** For providers: rules as they are at this moment. */
  rules(ids: readonly string[]): SecurityRules[] {
    return ids.flatMap(id => {
      const row = this.#rows.get(id);
      return row ? [{ id, rules: row.rules }] : [];
    });
  }

  async create(wanted: {
    project: string;
    name: string;
    description: string | null;
    rules: SecurityRule[];
  }): Promise<SecurityGroupRow> {
    const now = new Date(this.#context.clock.now());
    const row = { ...wanted, id: randomUUID(), createdAt: now, changedAt: now };
    await this.#unique(wanted.name, () => this.#context.db.insert(groups).values(row));
    this.#rows.set(row.id, row);
    return row;
  }

  async change(
    { id, name: before }: SecurityGroupRow,
    change: ChangeSecurityGroup,
  ): Promise<SecurityGroupRow> {
    const { name, description, rules } = change;
    const given = {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(rules !== undefined && { rules }),
      changedAt: new Date(this.#context.clock.now()),
    };
    const changed = await this.#unique(name ?? before, () =>
      this.#context.db.update(groups).set(given).where(eq(groups.id, id)).returning(),
    );
    const [row] = changed;
    if (row === undefined) throw noGroup();
    this.#rows.set(id, row);
    return row;
  }

  async remove(id: string): Promise<void> {
    this.#rows.delete(id);
    await this.#context.db.delete(groups).where(eq(groups.id, id));
  }

  async #unique<T>(name: string, write: () => PromiseLike<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      throw isUniqueViolation(error) ? taken(name) : error;
    }
  }
}

export const present = (row: SecurityGroupRow, instances: string[]): SecurityGroup => ({
  id: row.id,
  project: row.project,
  name: row.name,
  description: row.description,
  rules: row.rules,
  instances,
  createdAt: row.createdAt.toISOString(),
  changedAt: row.changedAt.toISOString(),
});
