import { counted } from '@orrery/contract/counted.ts';
import type { DockerSettings } from '@orrery/contract/backends/settings.ts';
import type { ProbeReply } from '@orrery/contract/http/bodies.ts';
import { systemClock } from '@orrery/provider-kit/clock.ts';
import { askEngine } from './engine/ask-engine.ts';
import { EngineApi } from './engine/engine-api.ts';
import { EngineError, type EngineErrorKind } from './engine/engine-error.ts';
import { toProviderError } from './errors.ts';
import { addressOf, endpointOf, type EngineSettings } from './settings.ts';

type Part = ProbeReply['parts'][number];

/** How far an attempt came, by what it failed of. */
const steps: Readonly<Record<EngineErrorKind, Part['step']>> = {
  refused: 'connect',
  late: 'connect',
  closed: 'connect',
  aborted: 'connect',
  tls: 'tls',
  ssh: 'login',
  answer: 'privilege',
};

const advices: readonly [RegExp, string][] = [
  [/EACCES/, "Add Orrery's user to the group that owns the socket"],
  [/ENOENT/, 'Is the engine installed and running? Look where its socket is'],
  [/ECONNREFUSED/, 'Let the engine listen there (dockerd -H tcp://...), with TLS beyond this machine'],
  [/host key is not known/, 'Add it to known_hosts, or give its fingerprint as ssh.hostKey'],
  [/could not be opened there/, 'May this user open the socket, and does the ssh server allow forwarding?'],
  [/wants TLS/, 'Give ca, cert and key under tls'],
  [/certificate required|bad certificate/, 'Give a client certificate and its key that the engine trusts'],
  [/self.signed|unable to (get|verify)/i, 'Give the certificate authority of the engine as tls.ca'],
];

const blank = { advice: null, version: null, latencyMs: null, fingerprint: null };

function failure(address: string, error: unknown): Part {
  const step = error instanceof EngineError ? steps[error.kind] : 'name';
  const message = error instanceof Error ? error.message : String(error);
  const advice = advices.find(([pattern]) => pattern.test(message))?.[1] ?? toProviderError(error).advice;
  return { ...blank, address, ok: false, step, message, advice };
}

async function probeEngine(settings: EngineSettings, signal: AbortSignal): Promise<Part> {
  const address = addressOf(settings);
  let api: EngineApi | null = null;
  try {
    api = new EngineApi(endpointOf(settings), 2);
    const { facts, latencyMs, containers } = await askEngine(api, systemClock, { signal });
    const message = `${facts.version} answers, with ${counted(containers, 'container')}`;
    return { ...blank, address, ok: true, step: 'done', message, version: facts.version, latencyMs };
  } catch (error) {
    return failure(address, error);
  } finally {
    api?.close();
  }
}

/** Tries each engine by itself, all at once. */
export async function probeDocker(settings: DockerSettings, signal: AbortSignal): Promise<ProbeReply> {
  const parts = await Promise.all(settings.hosts.map(host => probeEngine(host, signal)));
  return { ok: parts.every(p => p.ok), parts };
}
