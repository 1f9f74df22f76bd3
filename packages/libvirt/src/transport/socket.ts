import { existsSync } from 'node:fs';
import { type NetConnectOpts, type Socket, connect } from 'node:net';
import type { LibvirtUri } from '../uri.ts';
import { opening, refused } from './opening.ts';
import type { TransportOptions } from './options.ts';

/** libvirtd's port without TLS: LIBVIRTD_TCP_PORT. */
const defaultTcpPort = 16_509;

export function openPipe(
  target: NetConnectOpts,
  address: string,
  options: TransportOptions,
  advice = '',
): Promise<Socket> {
  return opening({
    address,
    options,
    begin: (done, failed) => {
      const socket = connect(target);
      const onError = (error: Error) => failed(refused(address, error, advice));
      socket.once('error', onError);
      socket.once('connect', () => {
        socket.removeListener('error', onError);
        socket.setNoDelay(true);
        done(socket);
      });
      return () => socket.destroy();
    },
  });
}

/** Sockets of the system daemon (libvirtd, or virtproxyd in its place) and of the user's session. */
export function defaultSocketPath(uri: LibvirtUri, readOnly: boolean): string {
  if (uri.path === '/session') {
    const runtime = process.env.XDG_RUNTIME_DIR ?? `${process.env.HOME ?? ''}/.cache`;
    return `${runtime}/libvirt/libvirt-sock`;
  }
  const name = readOnly ? 'libvirt-sock-ro' : 'libvirt-sock';
  return existsSync(`/run/libvirt/${name}`) ? `/run/libvirt/${name}` : `/var/run/libvirt/${name}`;
}

export function openUnix(uri: LibvirtUri, options: TransportOptions): Promise<Socket> {
  const path = uri.params.socket ?? defaultSocketPath(uri, options.readOnly ?? false);
  const advice =
    'Is libvirtd (or virtproxyd.socket) running, and is this user in the group that owns the socket (usually "libvirt")?';
  return openPipe({ path }, path, options, advice);
}

export function openTcp(uri: LibvirtUri, options: TransportOptions): Promise<Socket> {
  const host = uri.host ?? 'localhost';
  const port = uri.port ?? defaultTcpPort;
  const advice = 'libvirtd listens on TCP only when it is told to (listen_tcp, or libvirtd-tcp.socket)';
  return openPipe({ host, port }, `${host}:${port}`, options, advice);
}
