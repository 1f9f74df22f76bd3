import { instanceStatuses } from '@orrery/contract/resources/instance.ts';
import { toneOf } from '../../lib/status-tone.ts';

/** Instances that are on their way from one state to another, as a query. */
export const IN_TRANSITION = `status:${instanceStatuses.filter(status => toneOf(status) === 'busy').join(',')}`;
