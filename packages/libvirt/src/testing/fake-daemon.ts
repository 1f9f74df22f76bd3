import { type Duplex, duplexPair } from 'node:stream';
import { remoteError } from '../rpc/remote-error.ts';
import { limits } from '../limits.ts';
import { type Frame, FrameDecoder, messageStatus, messageTypes, programs, sealFrame } from '../rpc/frame.ts';
import type { Procedure } from '../rpc/procedure.ts';
import type { Codec } from '../xdr/codec.ts';
import { XdrReader } from '../xdr/reader.ts';
import { XdrWriter } from '../xdr/writer.ts';

/** The daemon's end of an in-memory pipe: sees the client's messages, and says what a test wants. */
export class FakeDaemon {
  /** The client's end. */
  readonly client: Duplex;
  readonly #socket: Duplex;
  readonly received: Frame[] = [];
  onFrame: (frame: Frame) => void = () => {};

  constructor() {
    const [client, daemon] = duplexPair();
    this.client = client;
    this.#socket = daemon;
    const decoder = new FrameDecoder();
    daemon.on('error', () => {});
    daemon.on('data', (chunk: Buffer) =>
      decoder.push(chunk, frame => {
        this.received.push(frame);
        this.onFrame(frame);
      }),
    );
  }

  calls(): Frame[] {
    return this.received.filter(f => f.program !== programs.keepalive && f.type === messageTypes.call);
  }

  args<A, R>(frame: Frame, procedure: Procedure<A, R>): A {
    return procedure.args.read(new XdrReader(frame.bytes, frame.payloadAt));
  }

  raw(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  reply<A, R>(frame: Frame, procedure: Procedure<A, R>, result: R): void {
    this.raw(replyFrame(frame, procedure.result, result));
  }

  refuse(frame: Frame, code: number, message: string): void {
    const error = {
      code,
      domain: 10,
      message,
      level: 2,
      str1: null,
      str2: null,
      str3: null,
      int1: 0,
      int2: 0,
    };
    const bytes = encode(remoteError, error);
    this.raw(sealFrame(bytes, { ...frame, type: messageTypes.reply, status: messageStatus.error }));
  }

  stream(frame: Frame, status: number, data: Uint8Array): void {
    const bytes = Buffer.alloc(limits.header + data.length);
    bytes.set(data, limits.header);
    this.raw(sealFrame(bytes, { ...frame, type: messageTypes.stream, status }));
  }

  event<T>(message: number, callback: number, body: Codec<T>, value: T): void {
    const writer = new XdrWriter(limits.header);
    writer.i32(callback);
    body.write(writer, value);
    const header = {
      program: programs.remote,
      procedure: message,
      type: messageTypes.message,
      serial: 0,
      status: 0,
    };
    this.raw(sealFrame(writer.finish(), header));
  }

  hangUp(): void {
    this.#socket.destroy();
    this.client.destroy();
  }
}

export function encode<T>(codec: Codec<T>, value: T): Buffer {
  const writer = new XdrWriter(limits.header);
  codec.write(writer, value);
  return writer.finish();
}

export function replyFrame<T>(to: Frame, codec: Codec<T>, value: T): Buffer {
  const header = { program: to.program, procedure: to.procedure, serial: to.serial };
  return sealFrame(encode(codec, value), { ...header, type: messageTypes.reply, status: messageStatus.ok });
}
