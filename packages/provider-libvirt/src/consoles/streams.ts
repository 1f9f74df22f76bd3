import type { Connection } from '@orrery/libvirt/connection.ts';
import type { RpcStream } from '@orrery/libvirt/rpc/stream.ts';
import { consoleStream, type WhyEnded } from '@orrery/provider-kit/console-stream.ts';
import type { ConsoleStream } from '@orrery/provider-kit/console.ts';

/** A stream of the daemon's, on a connection of its own that ends with it. */
export const ofRpcStream = (connection: Connection, stream: RpcStream, why: WhyEnded): ConsoleStream =>
  consoleStream({
    read: () => stream,
    write: data => stream.write(data),
    end: () => connection.close(),
    pipeEnded: stream.ended,
    why,
  });
