import { operationStates } from '@orrery/contract/resources/operation.ts';
import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import type { FieldTable } from '../query/fields.ts';
import { commonFields, counted, created, gibibytes, mebibytes, named, sized, topology } from './common.ts';

export const operationFields: FieldTable<ResourceTypes['operation']> = {
  ...commonFields,
  status: { type: 'enum', label: 'Status', values: operationStates, get: o => o.status },
  action: { ...named('Action', o => o.action), text: true, group: true },
  target: { ...named('Target', o => o.targetName ?? o.target), ref: o => o.target, text: true },
  targetkind: { ...named('Kind of target', o => o.targetKind), group: true },
  actor: { ...named('Asked by', o => o.actor.name), text: true, group: true },
  outside: { type: 'flag', label: 'Not asked through Orrery', get: o => o.actor.kind === 'outside' },
  batch: named('Bulk request', o => o.batch),
  error: named('Error code', o => o.error?.code ?? null),
  progress: { type: 'percent', label: 'Done', get: o => (o.progress === null ? null : o.progress * 100) },
  ...created<ResourceTypes['operation']>(),
  started: { type: 'time', label: 'Started', get: o => o.startedAt },
  ended: { type: 'time', label: 'Ended', get: o => o.endedAt },
  unfinished: {
    type: 'flag',
    label: 'Queued or running',
    get: o => o.status === 'queued' || o.status === 'running',
  },
  attention: { type: 'flag', label: 'Failed', get: o => o.status === 'failed' },
};

export const eventFields: FieldTable<ResourceTypes['event']> = {
  ...commonFields,
  status: { type: 'enum', label: 'Severity', values: ['info', 'warning', 'error'], get: e => e.status },
  type: { ...named('Type', e => e.type), text: true, group: true },
  message: { ...named('Message', e => e.message), text: true },
  target: { ...named('Target', e => e.targetName ?? e.target), ref: e => e.target, text: true },
  targetkind: { ...named('Kind of target', e => e.targetKind), group: true },
  host: { ...named('Host', e => e.host), of: 'host', restricted: topology },
  actor: { ...named('Actor', e => e.actor.name), text: true },
  outside: { type: 'flag', label: 'Not asked through Orrery', get: e => e.actor.kind === 'outside' },
  operation: named('Operation', e => e.operation),
  at: { type: 'time', label: 'Time', get: e => e.at },
  age: { type: 'age', label: 'Age', get: e => e.at },
};

export const projectFields: FieldTable<ResourceTypes['project']> = {
  ...commonFields,
  status: { type: 'enum', label: 'Status', values: ['active', 'disabled'], get: p => p.status },
  description: { ...named('Description', p => p.description), text: true },
  member: { type: 'list', label: 'Member', get: p => p.members.map(({ username }) => username) },
  instances: counted('Instances', p => p.instanceCount),
  ...created<ResourceTypes['project']>(),
};

export const userFields: FieldTable<ResourceTypes['user']> = {
  ...commonFields,
  status: { type: 'enum', label: 'Status', values: ['active', 'disabled'], get: u => u.status },
  username: { ...named('User name', u => u.username), text: true },
  displayname: { ...named('Display name', u => u.displayName), text: true },
  role: { ...named('Role over everything', u => u.role), group: true },
  member: {
    type: 'list',
    label: 'Member of',
    get: u => u.memberships.flatMap(m => [m.project, m.projectName]),
  },
  from: { type: 'enum', label: 'Signs in through', values: ['local', 'oidc'], get: u => u.identitySource },
  login: { type: 'time', label: 'Last login', get: u => u.lastLoginAt },
  ...created<ResourceTypes['user']>(),
};

export const flavorFields: FieldTable<ResourceTypes['flavor']> = {
  ...commonFields,
  status: { type: 'enum', label: 'Status', values: ['active', 'disabled'], get: f => f.status },
  vcpus: counted('vCPUs', f => f.vcpus),
  memory: { ...sized('Memory', f => mebibytes(f.memoryMiB)), aliases: ['mem', 'ram'] },
  disk: sized('Disk', f => gibibytes(f.diskGiB)),
};

export const migrationFields: FieldTable<ResourceTypes['migration']> = {
  ...commonFields,
  status: { type: 'enum', label: 'Status', values: operationStates, get: m => m.status },
  instance: { ...named('Instance', m => m.instanceName), ref: m => m.instance, of: 'instance' },
  from: {
    ...named('From host', m => m.fromHostName),
    ref: m => m.fromHost,
    of: 'host',
    restricted: topology,
  },
  to: { ...named('To host', m => m.toHostName), ref: m => m.toHost, of: 'host', restricted: topology },
  host: {
    type: 'list',
    label: 'Either host',
    of: 'host',
    restricted: topology,
    get: m => [m.fromHost, m.fromHostName, m.toHost, m.toHostName].filter(host => host !== null),
  },
  method: {
    type: 'enum',
    label: 'Way',
    values: ['live', 'block', 'cold', 'relocation'],
    get: m => m.method,
  },
  verdict: {
    type: 'enum',
    label: 'Verdict',
    values: ['converging', 'slow', 'borderline', 'will-not-finish', 'stalled'],
    get: m => m.forecast?.verdict ?? null,
  },
  by: {
    type: 'enum',
    label: 'Begun by',
    values: ['user', 'balancer', 'drain', 'outside'],
    get: m => m.startedBy,
  },
  phase: { ...named('Phase', m => m.phase), group: true },
  progress: { type: 'percent', label: 'Done', get: m => (m.progress === null ? null : m.progress * 100) },
  started: { type: 'time', label: 'Started', get: m => m.startedAt },
  ended: { type: 'time', label: 'Ended', get: m => m.endedAt },
};
