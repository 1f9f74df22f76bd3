import type { Capability } from '@orrery/contract/capabilities.ts';
import type { Backend } from '@orrery/contract/resources/backend.ts';

/** Whether a back end says that it can. */
export const can = ({ capabilities }: Pick<Backend, 'capabilities'>, wanted: Capability): boolean =>
  capabilities.some(({ name, supported }) => name === wanted && supported);
