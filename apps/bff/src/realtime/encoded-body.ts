import { Encoder, type Packet, PacketType } from 'socket.io-parser';

/** JSON that is made already. */
export class EncodedBody {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }
}

/**
 * socket.io's own encoder, but for answers whose JSON is made already. It would search each for binary data and turn it
 * into JSON anew: a millisecond and 60 kB of garbage for each viewer of one and the same table.
 */
export class AnswerEncoder extends Encoder {
  override encode(packet: Packet): unknown[] {
    const body: unknown = Array.isArray(packet.data) ? packet.data[0] : undefined;
    if (packet.type !== PacketType.ACK || !(body instanceof EncodedBody)) return super.encode(packet);
    // All are in the main name space, which is not written (socket.io-parser, encodeAsString).
    return [`${PacketType.ACK}${packet.id ?? ''}[${body.json}]`];
  }
}
