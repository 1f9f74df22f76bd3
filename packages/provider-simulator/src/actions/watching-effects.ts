import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { SimAlarm, SimRecommendation } from '../world/model.ts';
import { type EffectContext, type Fact, fact } from './effects.ts';

/** The balancer makes the move; the recommendation is used up. */
export function applyRecommendation(recommendation: SimRecommendation, context: EffectContext): Fact {
  const { native, instance, to } = recommendation;
  if (!context.move(instance, to))
    throw new ProviderError('resource.state', 'The instance can not be moved there any more', {
      advice: 'Wait for what the balancer recommends next',
    });
  context.world.recommendations.delete(native);
  context.gone([recommendation]);
  return fact('recommendation.applied', `The balancer has begun to move ${instance.name}`);
}

export function acknowledgeAlarm(alarm: SimAlarm, context: EffectContext): Fact {
  alarm.acknowledgedAt = context.now;
  context.touch(alarm);
  return fact('alarm.acknowledged', `Alarm "${alarm.name}" was acknowledged`);
}
