import { parentPort } from 'node:worker_threads';
import { VimTransportError } from '../errors.ts';
import type { DecodeReply, DecodeRequest } from './decode-protocol.ts';
import { decodeBody } from './decode.ts';
import { unpack } from './unpack.ts';

function reply(request: DecodeRequest): DecodeReply {
  try {
    return { id: request.id, body: decodeBody(unpack(request)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { id: request.id, code: error instanceof VimTransportError ? error.code : 'protocol', message };
  }
}

// Only OffloadedDecoder posts here, and only requests.
parentPort?.on('message', (request: DecodeRequest) => parentPort?.postMessage(reply(request)));
