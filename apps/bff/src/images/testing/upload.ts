import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Somebody, textOf } from '../../http/testing/caller.ts';

interface Sent {
  id: string;
  who: Pick<Somebody, 'cookie'>;
  offset: number;
  bytes: Buffer;
  /** Send its SHA-256 along. */
  checksum?: boolean;
  /** Send the SHA-256 of something else along. */
  checksumOf?: Buffer;
  /** Break the connection after so many bytes. */
  cutAt?: number;
  /** Send so many bytes, and no more. */
  hangAt?: number;
}

export interface PartAnswer {
  /** 0 when the connection ended without an answer. */
  status: number;
  text: string;
  code: string | undefined;
}

export const uploadHeaders = ({ cookie }: Pick<Somebody, 'cookie'>) => ({
  ...cookie,
  'tus-resumable': '1.0.0',
});

/** One part of an upload as tus has it. `sent` resolves when what is to be sent has left. */
export function sendPart(bff: { url: string }, part: Sent): Promise<PartAnswer> & { sent: Promise<void> } {
  const { bytes, cutAt, hangAt } = part;
  const { hostname, port } = new URL(bff.url);
  const outgoing = request({
    hostname,
    port,
    method: 'PATCH',
    path: `/api/v1/uploads/${part.id}`,
    headers: {
      ...uploadHeaders(part.who),
      'content-type': 'application/offset+octet-stream',
      'content-length': bytes.length,
      'upload-offset': part.offset,
      ...checksumHeader(part),
    },
  });
  const sent = Promise.withResolvers<void>();
  const answer = new Promise<PartAnswer>(resolve => {
    outgoing.on('response', response => {
      void text(response).then(body => {
        const json: unknown = body === '' ? undefined : JSON.parse(body);
        resolve({ status: response.statusCode ?? 0, text: body, code: textOf(json, 'code') });
      });
    });
    outgoing.on('error', () => resolve({ status: 0, text: '', code: undefined }));
  });
  const limit = cutAt ?? hangAt;
  if (limit === undefined) outgoing.end(bytes, () => sent.resolve());
  else
    outgoing.write(bytes.subarray(0, limit), () => {
      // Ends with a FIN: what was written arrives before it.
      if (cutAt !== undefined) outgoing.socket?.destroySoon();
      sent.resolve();
    });
  return Object.assign(answer, { sent: sent.promise });
}

function checksumHeader({ bytes, checksum, checksumOf }: Sent): Record<string, string> {
  if (!checksum && checksumOf === undefined) return {};
  const digest = createHash('sha256')
    .update(checksumOf ?? bytes)
    .digest('base64');
  return { 'upload-checksum': `sha256 ${digest}` };
}
