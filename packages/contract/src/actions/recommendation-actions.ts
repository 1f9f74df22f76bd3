import type { Recommendation } from '../resources/recommendation.ts';
import { noArgs } from './instance-actions.ts';
import type { ActionRule } from './rule.ts';

export const recommendationActions = [
  {
    name: 'apply',
    permission: 'instance.migrate',
    args: noArgs,
    refuse: r => (r.status === 'open' ? null : { code: 'state.over', reason: `It is ${r.status} already` }),
    destructive: 'no',
    transition: null,
  },
] as const satisfies readonly ActionRule<Recommendation>[];
