import type { Scope } from '../live/types.ts';
import type { FieldTable } from '../query/fields.ts';
import type { StoredResource } from '../store/types.ts';

/** A small resource with one field of each type, for the tests of this package. */
export interface Machine extends StoredResource {
  readonly kind: 'machine';
  readonly backend: string;
  readonly name: string;
  readonly status: string;
  readonly host: string | null;
  readonly cpu: number | null;
  readonly memory: number;
  readonly tags: readonly string[];
  /** Id of another machine. */
  readonly near: string | null;
  readonly createdAt: string | null;
  readonly broken: boolean;
}

export const machineStatuses = ['running', 'stopped', 'paused'] as const;

export const machineFields: FieldTable<Machine> = {
  name: { type: 'string', label: 'Name', text: true, get: m => m.name },
  status: { type: 'enum', label: 'Status', values: machineStatuses, get: m => m.status },
  host: { type: 'string', label: 'Host', restricted: 'topology', group: true, text: true, get: m => m.host },
  project: { type: 'string', label: 'Project', group: true, get: m => m.project },
  cpu: { type: 'percent', label: 'CPU', get: m => m.cpu },
  memory: { type: 'bytes', label: 'Memory', aliases: ['mem'], get: m => m.memory },
  tag: { type: 'list', label: 'Tag', text: true, get: m => m.tags },
  near: { type: 'string', label: 'Near', of: 'machine', get: m => m.near },
  created: { type: 'time', label: 'Created', get: m => m.createdAt },
  age: { type: 'age', label: 'Age', get: m => m.createdAt },
  broken: { type: 'flag', label: 'Broken', get: m => m.broken },
};

export const testStart = Date.UTC(2026, 0, 1);

export function isoAfter(ms: number): string {
  return new Date(testStart + ms).toISOString();
}

export function machine(id: string, change: Partial<Machine> = {}): Machine {
  return {
    id,
    kind: 'machine',
    project: 'p1',
    backend: 'lab',
    asOf: isoAfter(0),
    name: id,
    status: 'running',
    host: 'kvm-1',
    cpu: 10,
    memory: 1_073_741_824,
    tags: [],
    near: null,
    createdAt: isoAfter(-3_600_000),
    broken: false,
    ...change,
  };
}

export const adminScope: Scope<Machine> = {
  key: 'admin',
  hides: [],
  seesAll: true,
  sees: () => true,
  project: resource => resource,
};

/** Sees its project's rows without their hosts. */
export function tenantScope(project: string): Scope<Machine> {
  return {
    key: `tenant ${project}`,
    hides: ['topology'],
    sees: resource => resource.project === project,
    project: resource => ({ ...resource, host: null }),
  };
}
