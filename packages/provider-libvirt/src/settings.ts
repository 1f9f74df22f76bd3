import type { LibvirtSettings, Secret } from '@orrery/contract/backends/settings.ts';
import type { ConnectOptions } from '@orrery/libvirt/connection.ts';
import { displayAddress, parseLibvirtUri } from '@orrery/libvirt/uri.ts';

export type HostSettings = LibvirtSettings['hosts'][number];

/** Secrets arrive in clear; a reference that was not resolved is a fault of the caller. */
function clear(secret: Secret | undefined): string | undefined {
  if (secret === undefined || typeof secret === 'string') return secret;
  throw new TypeError('A secret was not resolved before the backend was opened');
}

export function connectOptions({ tls, ssh }: HostSettings): ConnectOptions {
  return {
    tls: tls && { ca: clear(tls.ca), cert: clear(tls.cert), key: clear(tls.key) },
    ssh: ssh && {
      privateKey: clear(ssh.privateKey),
      password: clear(ssh.password),
      hostKey: ssh.hostKey,
      knownHosts: ssh.knownHosts,
    },
  };
}

/** Without user and credentials; the URI as it stands when it cannot be read. */
export function addressOf({ uri }: HostSettings): string {
  try {
    return displayAddress(parseLibvirtUri(uri));
  } catch {
    return uri.replace(/\/\/[^/@]*@/, '//');
  }
}
