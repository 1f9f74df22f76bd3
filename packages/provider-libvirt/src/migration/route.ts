import { parseLibvirtUri } from '@orrery/libvirt/uri.ts';
import type { HostSettings } from '../settings.ts';

/** How the source reaches a destination. */
export interface Route {
  /** Where its daemon answers the other hosts. */
  daemon: string;
  /** Where QEMU is to send to; null: the destination names itself, by its host name. */
  data: string | null;
}

const isOwnMachine = (host: string | null): boolean => host === null || /^(127\.|::1$|localhost$)/.test(host);

/**
 * The URI that we use is not always one that other hosts can use: a unix socket or a forwarded port leads nowhere there.
 * Then it is the name that the daemon has for itself, unless the settings know better.
 */
export function routeTo({ uri, migrationUri }: HostSettings, hostname: string): Route {
  if (migrationUri !== undefined) {
    const { host } = parseLibvirtUri(migrationUri);
    return { daemon: migrationUri, data: host === null ? null : `tcp://${bracketed(host)}` };
  }
  const ours = parseLibvirtUri(uri);
  if (!isOwnMachine(ours.host)) return { daemon: bare(uri), data: null };
  const transport = ours.transport === 'unix' ? 'tls' : ours.transport;
  return { daemon: `${ours.driver}+${transport}://${bracketed(hostname)}${ours.path}`, data: null };
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** Parameters such as the path of a key are about our machine. */
const bare = (uri: string): string => uri.replace(/\?.*$/, '');
