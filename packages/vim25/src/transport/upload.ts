import { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { VimTransportError } from '../errors.ts';
import { connector, type HttpOptions } from './http.ts';
import { endpointOf, type TlsOptions } from './tls.ts';
import { transportError } from './transport-error.ts';

export interface Upload {
  /** As a lease names it: with `*` for the server that was asked. */
  url: string;
  /** SHA-1 of the certificate of the host that takes it; empty: the server's own, or one that is trusted as it is. */
  thumbprint: string;
  method: 'POST' | 'PUT';
  headers: Readonly<Record<string, string>>;
  sizeBytes: number;
  bytes: AsyncIterable<Uint8Array>;
  /** So many were taken off our hands since the beginning. */
  sent: (bytes: number) => void;
  signal: AbortSignal;
}

/** `https://*` is the server itself; what else a lease names is one of its hosts. */
function targetOf(
  { url: server, tls }: HttpOptions,
  { url, thumbprint }: Upload,
): { url: URL; tls: TlsOptions } {
  const target = new URL(url.replace('//*/', `//${server.host}/`).replace('//*:', `//${server.hostname}:`));
  if (target.protocol !== server.protocol)
    throw new VimTransportError('protocol', `The place to upload to is not one of ${server.protocol}`);
  const [own, other] = [endpointOf(server), endpointOf(target)];
  if (own.host === other.host && own.port === other.port) return { url: target, tls };
  if (tls.insecure === true) return { url: target, tls };
  if (thumbprint !== '') return { url: target, tls: { thumbprint } };
  return { url: target, tls: tls.ca === undefined ? {} : { ca: tls.ca } };
}

/** Sends bytes to where a lease says. The server may be slow, but not silent: then it is given up. */
export async function upload(endpoint: HttpOptions, asked: Upload): Promise<void> {
  const { clock, limits } = endpoint;
  const { url, tls } = targetOf(endpoint, asked);
  const agent = new Agent({
    connect: connector({ url, tls, limits }),
    headersTimeout: 0,
    bodyTimeout: limits.stallMs,
  });
  const stalled = new AbortController();
  let cancel = () => {};
  const alive = () => {
    cancel();
    cancel = clock.after(limits.uploadStallMs, () =>
      stalled.abort(new VimTransportError('timeout', 'The host takes no bytes any more')),
    );
  };
  const counted = async function* () {
    let sent = 0;
    for await (const piece of asked.bytes) {
      alive();
      yield piece;
      sent += piece.length;
      asked.sent(sent);
    }
    alive();
  };
  try {
    alive();
    const response = await request(url, {
      method: asked.method,
      dispatcher: agent,
      headers: { ...asked.headers, 'content-length': String(asked.sizeBytes) },
      body: Readable.from(counted(), { objectMode: false }),
      signal: AbortSignal.any([asked.signal, stalled.signal]),
    });
    await response.body.dump();
    if (response.statusCode < 200 || response.statusCode > 299)
      throw new VimTransportError(
        'http',
        `The host answered an upload with HTTP status ${response.statusCode}`,
      );
  } catch (error) {
    asked.signal.throwIfAborted();
    throw transportError(stalled.signal.aborted ? stalled.signal.reason : error);
  } finally {
    cancel();
    await agent.destroy();
  }
}
