import type { Call } from '@orrery/provider-kit/calls.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { Executor } from './actions/executor.ts';

const deadlineMs = 15_000;
const shown = 'value not shown';

/** Values of the environment are where people keep passwords; names tell enough. */
function withoutSecrets(key: string, value: unknown): unknown {
  if (key !== 'Env' || !Array.isArray(value)) return value;
  return value.map((entry: unknown) =>
    typeof entry === 'string' ? entry.replace(/=[\s\S]*$/, `=<${shown}>`) : entry,
  );
}

/** The engine's own description of a resource. */
export async function rawJson(executor: Executor, call: Call): Promise<string> {
  const { request, control } = call;
  const { path, api } = executor.locate(call);
  const description = await api.get<unknown>(path, {}, { signal: control.signal, deadlineMs });
  if (description === null) throw new ProviderError('resource.not-found', `There is no ${request.kind}`);
  return JSON.stringify(description, withoutSecrets, 2);
}
