import type { Duplex } from 'node:stream';
import { type Clock, systemClock } from '../clock.ts';
import { ConnectionError, LibvirtError, ProtocolError } from '../errors.ts';
import { limits } from '../limits.ts';
import { XdrReader } from '../xdr/reader.ts';
import { XdrWriter } from '../xdr/writer.ts';
import { CallQueue } from './call-queue.ts';
import { type Frame, FrameDecoder, messageStatus, messageTypes, programs, sealFrame } from './frame.ts';
import { Keepalive, type KeepaliveOptions, defaultKeepalive } from './keepalive.ts';
import { PendingCall } from './pending.ts';
import type { Caller, CallOptions, Procedure } from './procedure.ts';
import { remoteError } from './remote-error.ts';
import { RpcStream } from './stream.ts';

const keepaliveProcedures = { ping: 1, pong: 2 } as const;

export interface SessionOptions {
  clock?: Clock;
  keepalive?: KeepaliveOptions;
  /** Calls under way at once; below libvirtd's max_client_requests (5 by default). */
  maxCalls?: number;
  /** An unasked message: program, procedure and its payload. What it throws closes the connection. */
  onMessage?: (program: number, procedure: number, payload: XdrReader) => void;
}

/** One connection: concurrent calls, streams and unasked messages over a byte pipe that is already open. */
export class RpcSession implements Caller {
  readonly #socket: Duplex;
  readonly #clock: Clock;
  readonly #decoder = new FrameDecoder();
  readonly #keepalive: Keepalive;
  readonly #queue: CallQueue;
  readonly #onMessage: NonNullable<SessionOptions['onMessage']>;
  readonly #pending = new Map<number, PendingCall>();
  readonly #streams = new Map<number, RpcStream>();
  readonly #closeListeners = new Set<(reason: ConnectionError) => void>();
  #serial = 0;
  #closed: ConnectionError | null = null;
  #holds = 0;
  #pings = false;
  /** Milliseconds between sending the last answered call and its answer. */
  latencyMs: number | null = null;

  constructor(socket: Duplex, options: SessionOptions = {}) {
    this.#socket = socket;
    this.#clock = options.clock ?? systemClock;
    this.#queue = new CallQueue(options.maxCalls ?? 4);
    this.#onMessage = options.onMessage ?? (() => {});
    this.#keepalive = new Keepalive(this.#clock, options.keepalive ?? defaultKeepalive, {
      ping: () => this.#sendKeepalive(keepaliveProcedures.ping),
      dead: ms =>
        this.#fail(new ConnectionError('dead-peer', `the peer has been silent for ${Math.round(ms)} ms`)),
    });
    socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    socket.on('error', error =>
      this.#fail(new ConnectionError('closed', `connection lost: ${error.message}`, error)),
    );
    socket.on('close', () => this.#fail(new ConnectionError('closed', 'the peer closed the connection')));
    if (socket.destroyed)
      this.#fail(new ConnectionError('closed', 'the connection was closed by the peer at once'));
    // A pipe that was read from before (the TLS verdict) does not flow by itself.
    socket.resume();
    socket.on('end', () => this.#fail(new ConnectionError('closed', 'the peer closed the connection')));
  }

  get closed(): boolean {
    return this.#closed !== null;
  }

  /** Begins to ping. Only after the daemon has said that it knows keep-alive. */
  startKeepalive(): void {
    this.#pings = true;
    if (!this.#closed) this.#keepalive.start();
  }

  onClose(listener: (reason: ConnectionError) => void): () => void {
    if (this.#closed) listener(this.#closed);
    else this.#closeListeners.add(listener);
    return () => this.#closeListeners.delete(listener);
  }

  close(): void {
    this.#fail(new ConnectionError('closed', 'the connection was closed'));
  }

  call<A, R>(procedure: Procedure<A, R>, args: A, options: CallOptions = {}): Promise<R> {
    return this.#begin(procedure, args, options, false).then(answer => answer.result);
  }

  /** A call whose data follows in a stream. */
  async openStream<A, R>(procedure: Procedure<A, R>, args: A, options: CallOptions = {}): Promise<RpcStream> {
    const { stream } = await this.#begin(procedure, args, options, true);
    if (stream === null) throw new ConnectionError('closed', 'no stream was opened');
    return stream;
  }

  #begin<A, R>(procedure: Procedure<A, R>, args: A, options: CallOptions, withStream: boolean) {
    return new Promise<{ result: R; stream: RpcStream | null }>((resolve, reject) => {
      if (this.#closed) return reject(this.#closed);
      if (options.signal?.aborted) return reject(options.signal.reason);
      const writer = new XdrWriter(limits.header);
      procedure.args.write(writer, args);
      const serial = this.#nextSerial();
      const stream = withStream ? this.#makeStream(procedure, serial) : null;
      const call = new PendingCall(procedure.name, {
        succeed: reader => resolve({ result: procedure.result.read(reader), stream }),
        refuse: error => reject(new LibvirtError(error)),
        fail: reject,
      });
      const send = () => {
        call.sentAt = this.#clock.now();
        this.#pending.set(serial, call);
        if (stream) this.#streams.set(serial, stream);
        const header = { program: programs[procedure.program], procedure: procedure.number, serial };
        this.#write(
          sealFrame(writer.finish(), { ...header, type: messageTypes.call, status: messageStatus.ok }),
        );
      };
      // A call that was sent stays in #pending after its deadline: the daemon still owes the answer and counts it.
      const forget = this.#queue.enter({ begin: send, fail: reason => call.fail(reason) });
      call.watch(this.#clock, options, forget);
    });
  }

  #nextSerial(): number {
    this.#serial = this.#serial === 0xffffffff ? 1 : this.#serial + 1;
    return this.#serial;
  }

  #makeStream<A, R>(procedure: Procedure<A, R>, serial: number): RpcStream {
    const header = { program: programs[procedure.program], procedure: procedure.number, serial };
    return new RpcStream({
      send: (status, data) => {
        const bytes = Buffer.alloc(limits.header + data.length);
        bytes.set(data, limits.header);
        return this.#writeDrained(
          sealFrame(bytes, { ...header, type: messageTypes.stream, status: messageStatus[status] }),
        );
      },
      hold: on => this.#hold(on),
      release: () => this.#streams.delete(serial),
    });
  }

  #hold(on: boolean): void {
    this.#holds += on ? 1 : -1;
    if (this.#holds > 0) {
      // Not reading, so silence says nothing about the peer.
      this.#keepalive.stop();
      this.#socket.pause();
    } else if (!this.#closed) {
      this.#socket.resume();
      if (this.#pings) this.#keepalive.start();
    }
  }

  #write(bytes: Buffer): boolean {
    return this.#closed ? false : this.#socket.write(bytes);
  }

  async #writeDrained(bytes: Buffer): Promise<void> {
    if (this.#closed) throw this.#closed;
    if (this.#socket.write(bytes)) return;
    await new Promise<void>((resolve, reject) => {
      const off = this.onClose(reject);
      this.#socket.once('drain', () => {
        off();
        resolve();
      });
    });
  }

  #onData(chunk: Buffer): void {
    if (this.#closed) return;
    this.#keepalive.heard();
    try {
      this.#decoder.push(chunk, frame => this.#onFrame(frame));
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      this.#fail(
        new ConnectionError('protocol', `the peer does not speak libvirt's protocol: ${what}`, error),
      );
    }
  }

  #onFrame(frame: Frame): void {
    if (this.#closed) return;
    const payload = new XdrReader(frame.bytes, frame.payloadAt);
    if (frame.program === programs.keepalive) return this.#onKeepalive(frame);
    if (frame.program !== programs.remote && frame.program !== programs.qemu) {
      throw new ProtocolError('unknown-program', `a message of program 0x${frame.program.toString(16)}`);
    }
    if (frame.type === messageTypes.reply) return this.#onReply(frame, payload);
    if (frame.type === messageTypes.message) return this.#onMessage(frame.program, frame.procedure, payload);
    if (frame.type === messageTypes.stream) return this.#onStream(frame, payload);
    throw new ProtocolError('unexpected-message', `a message of type ${frame.type}`);
  }

  #onKeepalive(frame: Frame): void {
    if (frame.procedure === keepaliveProcedures.ping) this.#sendKeepalive(keepaliveProcedures.pong);
  }

  #sendKeepalive(procedure: number): void {
    const header = {
      program: programs.keepalive,
      procedure,
      type: messageTypes.message,
      serial: 0,
      status: 0,
    };
    this.#write(sealFrame(Buffer.alloc(limits.header), header));
  }

  #onReply(frame: Frame, payload: XdrReader): void {
    const call = this.#pending.get(frame.serial);
    if (!call) {
      const stream = this.#streams.get(frame.serial);
      if (stream && frame.status === messageStatus.error)
        return stream.close(new LibvirtError(remoteError.read(payload)));
      throw new ProtocolError('unknown-serial', `an answer to call ${frame.serial}, which was not made`);
    }
    this.#pending.delete(frame.serial);
    this.latencyMs = this.#clock.now() - call.sentAt;
    this.#queue.leave();
    // Nobody waits for the stream that it opened: tell the daemon.
    if (call.settled) void this.#streams.get(frame.serial)?.abort();
    try {
      if (frame.status === messageStatus.ok) return call.succeed(payload);
      if (frame.status !== messageStatus.error)
        throw new ProtocolError('bad-value', `an answer of status ${frame.status}`);
      this.#streams.delete(frame.serial);
      call.refuse(remoteError.read(payload));
    } catch (error) {
      call.fail(error);
      throw error;
    }
  }

  #onStream(frame: Frame, payload: XdrReader): void {
    const stream = this.#streams.get(frame.serial);
    if (!stream) {
      // Late data of a stream that was aborted or has ended.
      if (frame.serial <= this.#serial) return;
      throw new ProtocolError('unknown-serial', `stream data for call ${frame.serial}, which was not made`);
    }
    if (frame.status === messageStatus.error)
      return stream.close(new LibvirtError(remoteError.read(payload)));
    if (frame.status === messageStatus.ok) return stream.close(null);
    stream.receive(payload.fixedRest());
  }

  #fail(reason: ConnectionError): void {
    if (this.#closed) return;
    this.#closed = reason;
    this.#keepalive.stop();
    for (const call of this.#pending.values()) call.fail(reason);
    this.#pending.clear();
    for (const stream of this.#streams.values()) stream.close(reason);
    this.#streams.clear();
    this.#queue.drain(reason);
    this.#socket.destroy();
    const listeners = [...this.#closeListeners];
    this.#closeListeners.clear();
    for (const listener of listeners) listener(reason);
  }
}
