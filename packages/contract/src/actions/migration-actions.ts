import { z } from 'zod';
import type { Migration } from '../migrations/migration.ts';
import { noArgs } from './instance-actions.ts';
import { anewArgs } from './migrate-args.ts';
import type { ActionRule, Refusal } from './rule.ts';

const running = (m: Migration): Refusal | null =>
  m.status === 'running' ? null : { code: 'state.over', reason: `This move is ${m.status}` };

const steerable = (m: Migration): Refusal | null =>
  running(m) ??
  (m.pointOfNoReturn
    ? { code: 'state.no-return', reason: 'It has been switched over: nothing can be changed any more' }
    : null);

const notNow: Refusal = { code: 'state.not-cancellable', reason: 'It can not be called off now' };
const othersOwn: Refusal = {
  code: 'state.outside',
  reason: 'It was begun elsewhere, and its back end lets only those who began it call it off now',
};

/** What can be done about a move while it runs: the remedies, as buttons. */
export const migrationActions = [
  {
    name: 'cancel',
    permission: 'instance.migrate',
    args: noArgs,
    refuse: m =>
      m.status === 'queued' || m.cancellable
        ? null
        : (steerable(m) ?? (m.operation === null ? othersOwn : notNow)),
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
  {
    name: 'beginAnew',
    permission: 'instance.migrate',
    args: anewArgs,
    refuse: m => {
      if (m.operation === null)
        return {
          code: 'state.outside',
          reason: 'It was begun elsewhere: only those who began it can begin it anew',
        };
      return (
        steerable(m) ??
        (m.cancellable
          ? null
          : {
              code: 'state.not-cancellable',
              reason: 'It can not be called off now, so it can not be begun anew',
            })
      );
    },
    // What was copied so far is copied again.
    destructive: 'work',
    orrery: true,
    transition: null,
  },
] as const satisfies readonly ActionRule<Migration>[];
