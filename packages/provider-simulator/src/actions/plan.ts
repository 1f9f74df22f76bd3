import { alarmActions } from '@orrery/contract/actions/alarm-actions.ts';
import { instanceActions } from '@orrery/contract/actions/instance-actions.ts';
import {
  networkActions,
  snapshotActions,
  storagePoolActions,
  volumeActions,
} from '@orrery/contract/actions/other-actions.ts';
import { recommendationActions } from '@orrery/contract/actions/recommendation-actions.ts';
import type { ActionRule, Refusal } from '@orrery/contract/actions/rule.ts';
import { instanceStatusSchema, type InstanceStatus } from '@orrery/contract/resources/instance.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { mapContext } from '../map/context.ts';
import { toInstance } from '../map/instance.ts';
import { toAlarm, toRecommendation } from '../map/watching.ts';
import { toNetwork, toPool, toSnapshot, toVolume } from '../map/resources.ts';
import type { SimInstance, SimResource } from '../world/model.ts';
import { discardVolume } from '../world/world.ts';
import {
  type Args,
  type EffectContext,
  type Fact,
  fact,
  networkEffects,
  poolEffects,
  snapshotEffects,
} from './effects.ts';
import { deleteNetwork, resizeVolume } from './attachment-effects.ts';
import { acknowledgeAlarm, applyRecommendation } from './watching-effects.ts';
import { type InstanceActionName, instanceEffects } from './instance-effects.ts';

/** One action on one resource, looked up and checked; nothing has happened yet. */
export interface PlannedAction {
  /** The instance that is busy meanwhile. */
  instance: SimInstance | null;
  transition: InstanceStatus | null;
  apply: (context: EffectContext) => Fact;
}

interface Rule {
  args: ActionRule<never>['args'];
  refusal: Refusal | null;
  transition: string | null;
  apply: (args: Args, context: EffectContext) => Fact;
}

const nowhere = mapContext('simulator', 0, 'derived');
const asSeen = { actions: [], stale: false };

const isInstanceAction = (name: string): name is InstanceActionName => Object.hasOwn(instanceEffects, name);

function ruleFor(resource: SimResource, action: string): Rule | null {
  switch (resource.kind) {
    case 'instance': {
      const rule = instanceActions.find(r => r.name === action);
      if (!rule || !isInstanceAction(action)) return null;
      const refusal = rule.refuse({ ...toInstance(resource, nowhere), ...asSeen });
      return { ...rule, refusal, apply: (args, context) => instanceEffects[action](resource, args, context) };
    }
    case 'snapshot': {
      const rule = snapshotActions.find(r => r.name === action);
      if (!rule) return null;
      const refusal = rule.refuse({ ...toSnapshot(resource, nowhere), ...asSeen });
      return {
        ...rule,
        refusal,
        apply: (args, context) => snapshotEffects[rule.name](resource, args, context),
      };
    }
    case 'storage-pool': {
      const rule = storagePoolActions.find(r => r.name === action);
      if (!rule) return null;
      const refusal = rule.refuse({ ...toPool(resource, nowhere), ...asSeen });
      return { ...rule, refusal, apply: (args, context) => poolEffects[rule.name](resource, args, context) };
    }
    case 'network': {
      const rule = networkActions.find(r => r.name === action);
      if (!rule) return null;
      const refusal = rule.refuse({ ...toNetwork(resource, nowhere), ...asSeen });
      return {
        ...rule,
        refusal,
        apply: (args, context) =>
          (rule.name === 'delete' ? deleteNetwork : networkEffects[rule.name])(resource, args, context),
      };
    }
    case 'volume': {
      const rule = volumeActions.find(r => r.name === action);
      if (!rule) return null;
      const refusal = rule.refuse({ ...toVolume(resource, nowhere), ...asSeen });
      const apply = (args: Args, context: EffectContext) => {
        if (rule.name === 'resize') return resizeVolume(resource, args, context);
        context.gone([discardVolume(context.world, resource)]);
        context.touch(resource.pool);
        return fact('volume.deleted', `Volume ${resource.name} was deleted`);
      };
      return { ...rule, refusal, apply };
    }
    case 'recommendation': {
      const rule = recommendationActions.find(r => r.name === action);
      if (!rule) return null;
      const refusal = rule.refuse({ ...toRecommendation(resource, nowhere), ...asSeen });
      return { ...rule, refusal, apply: (_, context) => applyRecommendation(resource, context) };
    }
    case 'alarm': {
      const rule = alarmActions.find(r => r.name === action);
      if (!rule) return null;
      const refusal = rule.refuse({ ...toAlarm(resource, nowhere), ...asSeen });
      return { ...rule, refusal, apply: (_, context) => acknowledgeAlarm(resource, context) };
    }
    default:
      return null;
  }
}

/** Checks an action against the contract's own rules; throws what a backend would say. */
export function planAction(resource: SimResource, action: string, args: Args): PlannedAction {
  const rule = ruleFor(resource, action);
  if (!rule)
    throw new ProviderError('capability.missing', `There is no action ${action} on a ${resource.kind} here`);
  const parsed = rule.args.safeParse(args);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
    throw new ProviderError('args.invalid', `${where}${issue?.message ?? 'The arguments are not valid'}`);
  }
  if (rule.refusal) throw new ProviderError('resource.state', rule.refusal.reason);
  const transition = instanceStatusSchema.safeParse(rule.transition);
  return {
    instance:
      resource.kind === 'instance' ? resource : resource.kind === 'snapshot' ? resource.instance : null,
    transition: transition.success ? transition.data : null,
    apply: context => rule.apply(parsed.data, context),
  };
}
