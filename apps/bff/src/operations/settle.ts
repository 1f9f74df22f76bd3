import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Viewer } from '../authz/viewer.ts';
import { RequestError } from '../errors/request-error.ts';
import type { ActionRefusal } from '../inventory/actions-of.ts';
import type { Asked } from './admission.ts';

/**
 * Settles what a request left open, such as where to move to, or refuses it with RequestError. Asked after permission
 * and state were found well, before the intent is written.
 */
export type Settle = (viewer: Viewer, asked: Asked, target: Resource) => Promise<Asked>;

/** For one of many: a refusal is told with the others. */
export async function settleOne(
  settle: Promise<Asked>,
): Promise<{ ok: true; asked: Asked } | { ok: false; refusal: ActionRefusal }> {
  try {
    return { ok: true, asked: await settle };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const [first] = error.reasons;
    const code = first?.code ?? error.code;
    return { ok: false, refusal: { cause: 'state', code, reason: first?.message ?? error.message } };
  }
}
