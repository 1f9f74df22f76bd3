import { counted } from '../counted.ts';
import { z } from 'zod';
import type { Network } from '../resources/network.ts';
import type { Snapshot, StoragePool, Volume } from '../resources/storage.ts';
import { noArgs } from './instance-actions.ts';
import type { ActionRule, Refusal } from './rule.ts';

const inactiveRefusal = (what: string): Refusal => ({
  code: 'state.inactive',
  reason: `The ${what} is not active`,
});
const activeRefusal = (what: string): Refusal => ({
  code: 'state.active',
  reason: `The ${what} is active already`,
});

export const snapshotActions = [
  {
    name: 'revert',
    permission: 'snapshot.change',
    args: noArgs,
    refuse: s => (s.status === 'available' ? null : { code: 'state.busy', reason: `It is ${s.status}` }),
    destructive: 'data',
    transition: null,
  },
  {
    name: 'delete',
    permission: 'snapshot.change',
    args: noArgs,
    refuse: s => (s.status === 'available' ? null : { code: 'state.busy', reason: `It is ${s.status}` }),
    destructive: 'data',
    transition: 'deleting',
  },
] as const satisfies readonly ActionRule<Snapshot>[];

export const storagePoolActions = [
  {
    name: 'refresh',
    permission: 'storage.change',
    args: noArgs,
    refuse: p => (p.status === 'active' ? null : inactiveRefusal('pool')),
    destructive: 'no',
    transition: null,
  },
  {
    name: 'start',
    permission: 'storage.change',
    args: noArgs,
    refuse: p => (p.status === 'active' ? activeRefusal('pool') : null),
    destructive: 'no',
    transition: null,
  },
  {
    name: 'stop',
    permission: 'storage.change',
    args: noArgs,
    refuse: p => (p.status === 'active' ? null : inactiveRefusal('pool')),
    destructive: 'work',
    transition: null,
  },
] as const satisfies readonly ActionRule<StoragePool>[];

export const resizeVolumeArgs = z.strictObject({
  capacityBytes: z.number().int().min(1_048_576).describe('New virtual size; it can only grow'),
});

export const volumeActions = [
  {
    name: 'resize',
    permission: 'volume.change',
    args: resizeVolumeArgs,
    refuse: v =>
      v.status === 'available' || v.status === 'in-use'
        ? null
        : { code: 'state.busy', reason: `It is ${v.status}` },
    destructive: 'no',
    transition: null,
  },
  {
    name: 'delete',
    permission: 'volume.change',
    args: noArgs,
    refuse: v =>
      v.attachedTo.length > 0
        ? { code: 'state.in-use', reason: 'An instance uses it; detach it or delete the instance first' }
        : null,
    destructive: 'data',
    transition: 'deleting',
  },
] as const satisfies readonly ActionRule<Volume>[];

export const networkActions = [
  {
    name: 'start',
    permission: 'network.change',
    args: noArgs,
    refuse: n => (n.status === 'active' ? activeRefusal('network') : null),
    destructive: 'no',
    transition: null,
  },
  {
    name: 'stop',
    permission: 'network.change',
    args: noArgs,
    refuse: n => (n.status === 'active' ? null : inactiveRefusal('network')),
    destructive: 'work',
    transition: null,
  },
  {
    name: 'delete',
    permission: 'network.change',
    args: noArgs,
    refuse: n =>
      (n.instanceCount ?? 0) > 0
        ? {
            code: 'state.in-use',
            reason: `It still connects ${counted(n.instanceCount ?? 0, 'instance')}; detach what is connected first`,
          }
        : null,
    destructive: 'work',
    transition: null,
  },
] as const satisfies readonly ActionRule<Network>[];
