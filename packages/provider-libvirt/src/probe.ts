import { counted } from '@orrery/contract/counted.ts';
import type { LibvirtSettings } from '@orrery/contract/backends/settings.ts';
import type { ProbeReply } from '@orrery/contract/http/bodies.ts';
import { Connection } from '@orrery/libvirt/connection.ts';
import { ConnectionError, type ConnectionErrorCode } from '@orrery/libvirt/errors.ts';
import { getLibVersion, listAllDomains } from '@orrery/libvirt/procedures/connect.ts';
import { toProviderError } from './errors.ts';
import { versionText } from './map/capabilities.ts';
import { addressOf, connectOptions, type HostSettings } from './settings.ts';

type Part = ProbeReply['parts'][number];

const deadlineMs = 10_000;

/** How far an attempt came, by what it failed of. */
const steps: Readonly<Record<ConnectionErrorCode, Part['step']>> = {
  uri: 'name',
  refused: 'connect',
  timeout: 'connect',
  tls: 'tls',
  ssh: 'login',
  authentication: 'login',
  closed: 'connect',
  'dead-peer': 'connect',
  protocol: 'connect',
};

const blank = { advice: null, version: null, latencyMs: null, fingerprint: null };

function failure(address: string, error: unknown): Part {
  const step = error instanceof ConnectionError ? steps[error.code] : 'privilege';
  const message = error instanceof Error ? error.message : String(error);
  return { ...blank, address, ok: false, step, message, advice: toProviderError(error).advice };
}

async function probeHost(settings: HostSettings, signal: AbortSignal): Promise<Part> {
  const address = addressOf(settings);
  let connection: Connection | null = null;
  try {
    const limits = { signal, connectTimeoutMs: deadlineMs, greetingDeadlineMs: deadlineMs };
    connection = await Connection.open(settings.uri, { ...connectOptions(settings), ...limits });
    const version = versionText(await connection.call(getLibVersion, undefined, { signal, deadlineMs }));
    const domains = await connection.call(listAllDomains, { flags: 0 }, { signal, deadlineMs });
    const message = `libvirt ${version} answers, with ${counted(domains.length, 'instance')}`;
    return { ...blank, address, ok: true, step: 'done', message, version, latencyMs: connection.latencyMs };
  } catch (error) {
    return failure(address, error);
  } finally {
    connection?.close();
  }
}

/** Tries each host by itself, all at once. */
export async function probeLibvirt(settings: LibvirtSettings, signal: AbortSignal): Promise<ProbeReply> {
  const parts = await Promise.all(settings.hosts.map(host => probeHost(host, signal)));
  return { ok: parts.every(p => p.ok), parts };
}
