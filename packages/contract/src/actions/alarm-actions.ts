import type { Alarm } from '../resources/alarm.ts';
import { noArgs } from './instance-actions.ts';
import type { ActionRule } from './rule.ts';

export const alarmActions = [
  {
    name: 'acknowledge',
    permission: 'alarm.acknowledge',
    args: noArgs,
    refuse: a =>
      a.status === 'raised'
        ? null
        : { code: 'state.acknowledged', reason: 'Somebody has acknowledged it already' },
    destructive: 'no',
    transition: null,
  },
] as const satisfies readonly ActionRule<Alarm>[];
