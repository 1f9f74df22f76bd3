import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { VimTransportError } from '../errors.ts';
import { transportError } from './transport-error.ts';

/** How the server proves who it is. Without any of these: by a certificate that the system trusts. */
export interface TlsOptions {
  /** PEM of the authorities to trust instead of the system's. */
  ca?: string;
  /** Of the certificate itself: SHA-256 in hex, with or without colons and the prefix `SHA256:`. Then nothing else is asked. */
  fingerprint?: string;
  /** The same as SHA-1, which is how vCenter names the certificates of its hosts. */
  thumbprint?: string;
  /** Believe any certificate. */
  insecure?: boolean;
}

/** As bare lower-case hex; null when it is none. */
export function normalFingerprint(text: string): string | null {
  const hex = text
    .trim()
    .replace(/^sha-?256:/i, '')
    .replaceAll(':', '')
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(hex) ? hex : null;
}

/** For people: `SHA256:AB:CD:…`. */
export const displayFingerprint = (fingerprint: string): string =>
  `SHA256:${(normalFingerprint(fingerprint) ?? fingerprint).toUpperCase().replace(/(..)(?!$)/g, '$1:')}`;

export interface Endpoint {
  host: string;
  port: number;
}

export const endpointOf = ({ hostname, port }: URL): Endpoint => ({
  host: hostname.replace(/^\[|\]$/g, ''),
  port: port === '' ? 443 : Number(port),
});

/** What Node's TLS is told; the fingerprint is checked once the connection stands, before anything is sent. */
export function tlsOptions(tls: TlsOptions, { host }: Endpoint): ConnectionOptions {
  const { ca, fingerprint, thumbprint, insecure } = tls;
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: fingerprint === undefined && thumbprint === undefined && insecure !== true,
  };
}

const bareHex = (text: string): string => text.replaceAll(':', '').trim().toLowerCase();

export function checkFingerprint(socket: TLSSocket, { fingerprint, thumbprint }: TlsOptions): void {
  if (thumbprint !== undefined && bareHex(socket.getPeerCertificate().fingerprint) !== bareHex(thumbprint))
    throw new VimTransportError('fingerprint', 'The host shows another certificate than vCenter knows of it');
  if (fingerprint === undefined) return;
  const pinned = normalFingerprint(fingerprint);
  if (pinned === null)
    throw new VimTransportError('fingerprint', 'The pinned fingerprint is not a SHA-256 fingerprint in hex');
  const { fingerprint256 } = socket.getPeerCertificate();
  if (normalFingerprint(fingerprint256 ?? '') === pinned) return;
  throw new VimTransportError(
    'fingerprint',
    `The server shows another certificate than the pinned one: ${displayFingerprint(fingerprint256 ?? '')}`,
  );
}

export interface PeerCertificate {
  /** For people. */
  fingerprint: string;
  subject: string;
  validTo: string;
}

/** Whatever certificate the server shows, believed or not: to show it to someone who may decide to pin it. */
export function peerCertificate(url: URL, signal: AbortSignal): Promise<PeerCertificate> {
  const endpoint = endpointOf(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ ...endpoint, ...tlsOptions({ insecure: true }, endpoint) });
    const give = (end: () => void) => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      end();
    };
    const onAbort = () =>
      give(() => reject(new VimTransportError('timeout', 'It did not answer in time', signal.reason)));
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('error', error => give(() => reject(transportError(error))));
    socket.once('secureConnect', () => {
      const { raw } = socket.getPeerCertificate();
      const { fingerprint256, subject, validTo } = new X509Certificate(raw);
      give(() => resolve({ fingerprint: displayFingerprint(fingerprint256), subject, validTo }));
    });
    if (signal.aborted) onAbort();
  });
}
