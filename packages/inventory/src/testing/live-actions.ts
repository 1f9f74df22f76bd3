import fc from 'fast-check';
import type { Sketch } from '../live/sketch.ts';
import type { Scope } from '../live/types.ts';
import type { Change } from '../store/types.ts';
import type { LiveClient } from './live-client.ts';
import { type LiveRig, rowsSpec } from './live-rig.ts';
import { adminScope, isoAfter, type Machine, machine, machineStatuses, tenantScope } from './machine.ts';

/** What can happen to a store and its viewers, as data: a failing run shows which. */
export type Action =
  | { readonly do: 'upsert'; readonly id: number; readonly change: Partial<Machine> }
  | { readonly do: 'late'; readonly id: number; readonly change: Partial<Machine> }
  | { readonly do: 'patch'; readonly id: number; readonly cpu: number | null }
  | { readonly do: 'remove'; readonly id: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'deliver'; readonly client: number; readonly count: number }
  | {
      readonly do: 'disturb';
      readonly client: number;
      readonly how: 'drop' | 'repeat' | 'swap';
      readonly at: number;
    }
  | { readonly do: 'disconnect' | 'connect'; readonly client: number }
  | { readonly do: 'window'; readonly client: number; readonly offset: number; readonly limit: number }
  | { readonly do: 'ask'; readonly client: number; readonly q: string; readonly sort: string }
  | { readonly do: 'scope'; readonly client: number; readonly scope: number };

/** Few ids and values, so that changes meet. */
const ids = fc.nat(14);
const clients = fc.nat(2);
const machineChange: fc.Arbitrary<Partial<Machine>> = fc.record(
  {
    name: fc.constantFrom('web', 'web-2', 'web-10', 'db', 'Übung'),
    project: fc.constantFrom('p1', 'p2', null),
    status: fc.constantFrom(...machineStatuses),
    host: fc.constantFrom('kvm-1', 'kvm-2', null),
    cpu: fc.constantFrom(null, 0, 10, 50, 90),
    tags: fc.constantFrom([], ['prod'], ['prod', 'env=test']),
    near: fc.constantFrom('m1', 'm2', null),
    broken: fc.boolean(),
  },
  { requiredKeys: [] },
);

export const scopes: readonly Scope<Machine>[] = [adminScope, tenantScope('p1'), tenantScope('p2')];
export const questions = [
  '',
  'status:running',
  'cpu>5',
  '!tag:prod web',
  'is:broken,broken',
  'age<1h',
  'project:p*',
  'near:web*',
  '!near:db',
];
export const sorts = ['name', '-cpu,name', 'status,-name', '', 'created', '-broken,cpu'];

const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('upsert' as const), id: ids, change: machineChange }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('late' as const), id: ids, change: machineChange }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('patch' as const), id: ids, cpu: fc.constantFrom(null, 5, 60) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('remove' as const), id: ids }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 20, 60, 11_000) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('deliver' as const), client: clients, count: fc.nat(4) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('disturb' as const),
      client: clients,
      how: fc.constantFrom('drop' as const, 'repeat' as const, 'swap' as const),
      at: fc.nat(5),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('disconnect' as const, 'connect' as const), client: clients }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('window' as const),
      client: clients,
      offset: fc.nat(6),
      limit: fc.constantFrom(0, 1, 4, 50),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      client: clients,
      q: fc.constantFrom(...questions),
      sort: fc.constantFrom(...sorts),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('scope' as const), client: clients, scope: fc.nat(2) }),
  },
);

export const anyActions = fc.array(anyAction, { minLength: 1, maxLength: 80, size: 'max' });

const sketches: readonly (Sketch | undefined)[] = [
  undefined,
  { everyMs: 0, steps: {}, digits: {} },
  { everyMs: 100, steps: { cpu: 20 }, digits: { memory: 2 } },
];

export const anySpec = fc.record({
  q: fc.constantFrom(...questions),
  sort: fc.constantFrom(...sorts),
  window: fc.record({ offset: fc.nat(4), limit: fc.constantFrom(0, 2, 5, 100) }),
  sketch: fc.constantFrom(...sketches),
});

/** The change of the store that an action stands for, at its place in time; undefined for those that are none. */
export function storeChange(action: Action, step: number): Change<Machine> | undefined {
  const asOf = isoAfter(step);
  switch (action.do) {
    case 'upsert':
      return { op: 'upsert', resource: machine(`m${action.id}`, { ...action.change, asOf }) };
    case 'late':
      return {
        op: 'upsert',
        resource: machine(`m${action.id}`, { ...action.change, asOf: isoAfter(step - 5) }),
      };
    case 'patch':
      return { op: 'patch', kind: 'machine', id: `m${action.id}`, asOf, patch: { cpu: action.cpu } };
    case 'remove':
      return { op: 'remove', kind: 'machine', id: `m${action.id}`, asOf };
    default:
      return undefined;
  }
}

/** Does what an action says to time and to the viewers. */
export function perform(action: Action, rig: LiveRig, viewers: readonly LiveClient[]): void {
  if (action.do === 'wait') rig.runtime.advance(action.ms);
  if (!('client' in action)) return;
  const client = viewers[action.client % viewers.length];
  if (client === undefined) return;
  switch (action.do) {
    case 'deliver':
      return client.deliver(action.count);
    case 'disturb':
      return client.disturb(action.how, action.at);
    case 'disconnect':
      return client.disconnect();
    case 'connect':
      return client.connect();
    case 'window':
      return client.change({
        spec: { ...client.spec, window: { offset: action.offset, limit: action.limit } },
      });
    case 'ask':
      return client.change({ spec: rowsSpec({ ...client.spec, q: action.q, sort: action.sort }) });
    case 'scope':
      return client.change({ scope: scopes[action.scope] ?? adminScope });
  }
}
