import { z } from 'zod';
import type { Migration } from '../migrations/migration.ts';
import { noArgs } from './instance-actions.ts';
import type { ActionRule, Refusal } from './rule.ts';

const running = (m: Migration): Refusal | null =>
  m.status === 'running' ? null : { code: 'state.over', reason: `This move is ${m.status}` };

const steerable = (m: Migration): Refusal | null =>
  running(m) ??
  (m.pointOfNoReturn
    ? { code: 'state.no-return', reason: 'It has been switched over: nothing can be changed any more' }
    : null);

/** What can be done about a move while it runs: the remedies, as buttons. */
export const migrationActions = [
  {
    name: 'cancel',
    permission: 'instance.migrate',
    args: noArgs,
    refuse: m =>
      m.status === 'queued' || m.cancellable
        ? null
        : (steerable(m) ?? { code: 'state.not-cancellable', reason: 'It can not be called off now' }),
    destructive: 'no',
    transition: null,
  },
  {
    name: 'setBandwidth',
    permission: 'instance.migrate',
    args: z.strictObject({
      bytesPerSecond: z.number().positive().nullable().describe('Null: no limit'),
    }),
    refuse: steerable,
    destructive: 'no',
    transition: null,
  },
  {
    name: 'setDowntime',
    permission: 'instance.migrate',
    args: z.strictObject({ milliseconds: z.number().int().min(1).max(600_000) }),
    refuse: steerable,
    destructive: 'no',
    transition: null,
  },
  {
    name: 'startPostCopy',
    permission: 'instance.migrate',
    args: noArgs,
    refuse: m =>
      steerable(m) ??
      (m.limits?.postCopy
        ? null
        : {
            code: 'state.no-post-copy',
            reason: 'It was begun without post-copy; call it off and begin anew',
          }),
    destructive: 'work',
    transition: null,
  },
] as const satisfies readonly ActionRule<Migration>[];
