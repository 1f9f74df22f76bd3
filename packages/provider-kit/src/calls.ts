import type { ActionControl, ActionRequest, ActionResult } from './action.ts';
import type { ProvidedKind } from './provided-kinds.ts';
import { nativeOf } from './ids.ts';
import { ProviderError } from './provider-error.ts';

/** One action on its way through a provider. */
export interface Call {
  request: ActionRequest;
  /** Checked by the schema of the action's rule. */
  args: Record<string, unknown>;
  control: ActionControl;
}

/** For what nobody follows. */
export const quietControl = (signal: AbortSignal): ActionControl => ({
  signal,
  progress: () => {},
  bind: async () => {},
});

/** Looks at a resource and does nothing to it. */
export function lookingCall(kind: ProvidedKind, id: string, control: ActionControl): Call {
  return { request: { operation: '', kind, id, action: '', args: {}, before: {} }, args: {}, control };
}

/** The native part of the id that is acted on. */
export function nativeIn(backend: string, { id, kind }: ActionRequest): string {
  const native = nativeOf(backend, id);
  if (native !== null) return native;
  throw new ProviderError('resource.not-found', `${kind} ${id} belongs to another backend`);
}

export const resultOf = (message: string | undefined): ActionResult =>
  message === undefined ? {} : { message };

/** Nothing is known of it: it is nowhere, or on a part of the backend that is out of reach. */
export function missingAmong(
  { kind, id }: ActionRequest,
  parts: readonly { record: { lost: unknown } | null }[],
  part: string,
): ProviderError {
  const lost = parts.filter(({ record }) => record === null || record.lost !== null);
  if (lost.length === 0) return new ProviderError('resource.not-found', `There is no ${kind} ${id}`);
  const where = `${lost.length} of ${parts.length} ${part}s do not`;
  return new ProviderError('backend.unavailable', `${kind} ${id} is on no ${part} that answers; ${where}`);
}
