import type { Secret, VsphereSettings } from '@orrery/contract/backends/settings.ts';
import type { SessionOptions } from '@orrery/vim25/session.ts';
import { normalFingerprint } from '@orrery/vim25/transport/tls.ts';
import { VimTransportError } from '@orrery/vim25/errors.ts';

/** Secrets arrive in clear; a reference that was not resolved is a fault of the caller. */
function clear(secret: Secret | undefined): string | undefined {
  if (secret === undefined || typeof secret === 'string') return secret;
  throw new TypeError('A secret was not resolved before the backend was opened');
}

/** `https://vcenter.example` means its API, too. */
function apiUrl(text: string): string {
  const url = new URL(text);
  if (url.protocol !== 'https:')
    throw new VimTransportError('protocol', 'The URL must begin with https://: the password is sent there');
  if (url.pathname === '/' || url.pathname === '') url.pathname = '/sdk';
  return url.href;
}

export function sessionOptions(settings: VsphereSettings): SessionOptions {
  const { tls = {} } = settings;
  const { fingerprint, insecure } = tls;
  const ca = clear(tls.ca);
  if (fingerprint !== undefined && normalFingerprint(fingerprint) === null)
    throw new VimTransportError(
      'fingerprint',
      'The fingerprint must be SHA-256 in hex, such as SHA256:AB:CD:…',
    );
  return {
    url: apiUrl(settings.url),
    username: settings.username,
    password: clear(settings.password) ?? '',
    userAgent: 'Orrery',
    tls: {
      ...(ca === undefined ? {} : { ca }),
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(insecure === undefined ? {} : { insecure }),
    },
  };
}

/** Without credentials; as it stands when it cannot be read. */
export function addressOf({ url }: VsphereSettings): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
  } catch {
    return url.replace(/\/\/[^/@]*@/, '//');
  }
}

/** What its one connection is called. */
export function labelOf({ url }: VsphereSettings): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
