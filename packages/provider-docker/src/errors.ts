import { ProviderError, type ProviderErrorCode } from '@orrery/provider-kit/provider-error.ts';
import { EngineError } from './engine/engine-error.ts';

const codes: Readonly<Record<number, ProviderErrorCode>> = {
  401: 'backend.permission',
  404: 'resource.not-found',
};

/** What an engine says of things of others, whom a tenant may not know. */
const plainWords: readonly [RegExp, string][] = [
  [/name .* is already in use by container/, 'Another instance on its host has this name'],
];

const plain = (message: string): string =>
  plainWords.find(([pattern]) => pattern.test(message))?.[1] ?? message;

/** An engine tells in words what its status does not. */
const advices: readonly [RegExp, string][] = [
  [/already in use by container/, 'Choose another name'],
  [/Minimum memory limit|smaller than already set/, 'Give it more memory than it uses now'],
  [/Range of CPUs/, 'Its host has fewer processors'],
  [/port is already allocated/, 'Something else listens on that port of the host; publish another'],
  [/No such image/, 'Pull the image first'],
  [/no space left on device/, 'Make room on the disk of the engine'],
  [/authorization denied by plugin/, "An authorization plugin of the engine forbids it to Orrery's account"],
];

const adviceFor = (message: string): string | undefined =>
  advices.find(([pattern]) => pattern.test(message))?.[1];

/** Whatever went wrong, as the one error that leaves a provider. */
export function toProviderError(error: unknown, signal?: AbortSignal): ProviderError {
  if (error instanceof ProviderError) return error;
  if (signal?.aborted) return new ProviderError('cancelled', 'Cancelled', { cause: error });
  if (error instanceof EngineError) return fromEngine(error);
  const message = error instanceof Error ? error.message : String(error);
  return new ProviderError('internal', message, { cause: error });
}

function fromEngine(error: EngineError): ProviderError {
  const { kind, message, status } = error;
  if (kind === 'aborted') return new ProviderError('cancelled', 'Cancelled', { cause: error });
  if (kind === 'late')
    return new ProviderError('backend.timeout', 'The engine did not answer in time', { cause: error });
  if (kind === 'answer' && status !== null) {
    const code = codes[status] ?? 'backend.refused';
    return new ProviderError(code, plain(message), { cause: error, advice: adviceFor(message) });
  }
  // Tenants read it: addresses and host names stay in the cause.
  return new ProviderError('backend.unavailable', 'The connection to its host was lost', { cause: error });
}
