import { counted } from '@orrery/contract/counted.ts';
import type { VsphereSettings } from '@orrery/contract/backends/settings.ts';
import type { ProbeReply } from '@orrery/contract/http/bodies.ts';
import { isFault, VimFault, VimTransportError } from '@orrery/vim25/errors.ts';
import { missingPrivileges, currentTime } from '@orrery/vim25/methods/authorization.ts';
import { retrieveAll, viewSelection } from '@orrery/vim25/methods/properties.ts';
import { createContainerView } from '@orrery/vim25/methods/views.ts';
import { type SessionOptions, VimSession } from '@orrery/vim25/session.ts';
import { type PeerCertificate, peerCertificate } from '@orrery/vim25/transport/tls.ts';
import { toProviderError } from './errors.ts';
import { needed, watching } from './privileges.ts';
import { addressOf, sessionOptions } from './settings.ts';

type Part = ProbeReply['parts'][number];

const deadlineMs = 15_000;

const steps: Readonly<Record<VimTransportError['code'], Part['step']>> = {
  name: 'name',
  refused: 'connect',
  timeout: 'connect',
  closed: 'connect',
  tls: 'tls',
  fingerprint: 'tls',
  http: 'connect',
  protocol: 'connect',
};

function stepOf(error: unknown): Part['step'] {
  if (error instanceof VimTransportError) return steps[error.code];
  return isFault(error, 'InvalidLogin') ? 'login' : 'privilege';
}

function adviceOf(error: unknown, certificate: PeerCertificate | null): string | null {
  const isTls = error instanceof VimTransportError && (error.code === 'tls' || error.code === 'fingerprint');
  if (isTls && certificate)
    return `If ${certificate.fingerprint} is the certificate of this vCenter (${certificate.subject}), pin it; or give the certificate of its authority`;
  return toProviderError(error).advice;
}

/** Tries to connect, to log in and to look around, and says how far that came. Logs out again. */
export async function probeVsphere(settings: VsphereSettings, signal: AbortSignal): Promise<ProbeReply> {
  const address = addressOf(settings);
  const blank = { address, advice: null, version: null, latencyMs: null, fingerprint: null };
  const limited = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  let certificate: PeerCertificate | null = null;
  try {
    const options = sessionOptions(settings);
    certificate = await peerCertificate(new URL(options.url), limited);
    const part = await lookAround(options, limited);
    return reply({ ...blank, ...part, fingerprint: certificate.fingerprint });
  } catch (error) {
    const message = error instanceof VimFault ? toProviderError(error).message : messageOf(error);
    return reply({
      ...blank,
      ok: false,
      step: stepOf(error),
      message,
      advice: adviceOf(error, certificate),
      fingerprint: certificate?.fingerprint ?? null,
    });
  }
}

const reply = (part: Part): ProbeReply => ({ ok: part.ok, parts: [part] });
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

type Findings = Pick<Part, 'ok' | 'step' | 'message' | 'advice' | 'version' | 'latencyMs'>;

async function lookAround(options: SessionOptions, signal: AbortSignal): Promise<Findings> {
  const session = await VimSession.open(options, signal);
  try {
    const asked = performance.now();
    await currentTime(session, { signal });
    const latencyMs = Math.round(performance.now() - asked);
    const version = session.content.about.fullName;
    const entity = session.content.rootFolder;
    const lacking = (await missingPrivileges(session, { entity, privileges: needed }, { signal })) ?? [];
    const blind = lacking.filter(privilege => watching.includes(privilege));
    const advice = lacking.length === 0 ? null : `Give its role ${lacking.join(', ')}`;
    const found = { advice, version, latencyMs };
    if (blind.length > 0)
      return {
        ...found,
        ok: false,
        step: 'privilege',
        message: `The account may not look: it lacks ${blind.join(', ')}`,
      };
    const count = await instanceCount(session, signal);
    const but =
      lacking.length === 0
        ? ''
        : `; the account lacks ${counted(lacking.length, 'privilege')}, and what depends on that is refused`;
    return {
      ...found,
      ok: true,
      step: 'done',
      message: `${version} answers, with ${counted(count, 'instance')}${but}`,
    };
  } finally {
    await session.close();
  }
}

async function instanceCount(session: VimSession, signal: AbortSignal): Promise<number> {
  const view = await createContainerView(session, ['VirtualMachine'], { signal });
  const spec = { properties: { VirtualMachine: ['config.template'] }, objects: [viewSelection(view)] };
  const found = await retrieveAll(session, spec, { signal, pageSize: 1000 });
  return found.filter(({ properties }) => properties['config.template'] !== true).length;
}
