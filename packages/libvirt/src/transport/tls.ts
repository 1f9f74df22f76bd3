import { timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { type ConnectionOptions, type TLSSocket, checkServerIdentity, connect } from 'node:tls';
import { ConnectionError } from '../errors.ts';
import type { LibvirtUri } from '../uri.ts';
import { opening, refused } from './opening.ts';
import type { TlsOptions, TransportOptions } from './options.ts';

/** LIBVIRTD_TLS_PORT. */
const defaultTlsPort = 16_514;

/** Where libvirt's own client looks (libvirt.org/tlscerts.html). */
const systemFiles = {
  ca: '/etc/pki/CA/cacert.pem',
  cert: '/etc/pki/libvirt/clientcert.pem',
  key: '/etc/pki/libvirt/private/clientkey.pem',
};
const pkiFiles = (dir: string) => ({
  ca: join(dir, 'cacert.pem'),
  cert: join(dir, 'clientcert.pem'),
  key: join(dir, 'clientkey.pem'),
});

async function readPem(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: Error) => {
    throw new ConnectionError('tls', `${path} could not be read: ${error.message}`, error);
  });
}

async function credentials(uri: LibvirtUri, tls: TlsOptions): Promise<ConnectionOptions> {
  const files = uri.params.pkipath === undefined ? systemFiles : pkiFiles(uri.params.pkipath);
  const given = tls.ca !== undefined || tls.fingerprint !== undefined || tls.cert !== undefined;
  if (given) return { ca: tls.ca, cert: tls.cert, key: tls.key, passphrase: tls.passphrase };
  const [ca, cert, key] = await Promise.all([readPem(files.ca), readPem(files.cert), readPem(files.key)]);
  return { ca, cert, key, passphrase: tls.passphrase };
}

/** Accepts `SHA256:` followed by hex (with or without colons) or base64. */
export function fingerprintMatches(expected: string, der: Buffer): boolean {
  const text = expected.replace(/^sha256:/i, '');
  const plain = text.replaceAll(':', '');
  const bytes = /^[0-9a-f]{64}$/i.test(plain) ? Buffer.from(plain, 'hex') : Buffer.from(text, 'base64');
  return bytes.length === der.length && timingSafeEqual(bytes, der);
}

function checkFingerprint(socket: TLSSocket, expected: string): string | null {
  const seen = socket.getPeerCertificate().fingerprint256 ?? '';
  if (fingerprintMatches(expected, Buffer.from(seen.replaceAll(':', ''), 'hex'))) return null;
  return `the server's certificate has the fingerprint SHA256:${seen}, not the one that was given`;
}

/** libvirt's server sends one byte 1 when it has accepted the client's certificate (virNetTLS handshake in libvirtd). */
function onVerdict(socket: TLSSocket, done: () => void, failed: (error: ConnectionError) => void): void {
  socket.once('readable', function read() {
    const verdict: unknown = socket.read(1);
    if (!(verdict instanceof Uint8Array)) return void socket.once('readable', read);
    if (verdict[0] === 1) return done();
    failed(new ConnectionError('tls', 'the daemon refused our certificate'));
  });
}

export async function openTls(uri: LibvirtUri, options: TransportOptions): Promise<TLSSocket> {
  const tls = options.tls ?? {};
  const host = uri.host ?? 'localhost';
  const port = uri.port ?? defaultTlsPort;
  const address = `${host}:${port}`;
  const name = tls.serverName ?? host;
  const pinned = tls.fingerprint ?? uri.params.fingerprint;
  const verify = pinned === undefined && uri.params.no_verify !== '1';
  const settings = await credentials(uri, tls);
  return opening({
    address,
    options,
    begin: (done, failed) => {
      const socket = connect({
        ...settings,
        host,
        port,
        servername: isIP(name) ? undefined : name,
        checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
        rejectUnauthorized: verify,
      });
      const fail = (error: ConnectionError) => {
        socket.destroy();
        failed(error);
      };
      const onError = (error: Error) => fail(explain(address, error));
      const onClose = () =>
        fail(
          new ConnectionError(
            'tls',
            `${address}: the daemon closed the connection during the TLS handshake; does it know our CA, and is our client certificate one it allows?`,
          ),
        );
      socket.once('error', onError);
      socket.once('close', onClose);
      socket.once('secureConnect', () => {
        const wrong = pinned === undefined ? null : checkFingerprint(socket, pinned);
        if (wrong !== null) return fail(new ConnectionError('tls', `${address}: ${wrong}`));
        onVerdict(
          socket,
          () => {
            socket.removeListener('error', onError);
            socket.removeListener('close', onClose);
            socket.setNoDelay(true);
            done(socket);
          },
          fail,
        );
      });
      return () => socket.destroy();
    },
  });
}

function explain(address: string, error: Error): ConnectionError {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/^E(CONN|NOTFOUND|HOST|TIMEDOUT|AI_)/.test(code)) {
    return refused(
      address,
      error,
      'libvirtd listens for TLS only when it is told to (listen_tls, or libvirtd-tls.socket)',
    );
  }
  return new ConnectionError('tls', `${address}: ${error.message}`, error);
}
