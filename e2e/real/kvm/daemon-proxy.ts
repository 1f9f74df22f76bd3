import { FrameDecoder, messageTypes, programs } from '@orrery/libvirt/rpc/frame.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';

/** Every procedure that tells figures, of one domain or of many (remote_protocol.x). Lists and descriptions are not among them. */
const figureProcedures = new Set([
  16, // DomainGetInfo
  64, // DomainBlockStats
  65, // DomainInterfaceStats
  159, // DomainMemoryStats
  227, // NodeGetCPUStats
  228, // NodeGetMemoryStats
  243, // DomainBlockStatsFlags
  262, // DomainGetCPUStats
  344, // ConnectGetAllDomainStats
]);

/** Stands between Orrery and one libvirt daemon: counts the calls for figures that pass. */
export class DaemonProxy extends TcpProxy {
  /** The daemon's own address, so that what else listens there is found by it. */
  readonly host: string;
  calls = 0;

  constructor(target: string) {
    const [host = '', port = ''] = target.split(':');
    super({ host, port: Number(port) }, host);
    this.host = host;
  }

  protected override tap(): (piece: Buffer) => void {
    const decoder = new FrameDecoder();
    return piece =>
      decoder.push(piece, frame => {
        const isCall = frame.program === programs.remote && frame.type === messageTypes.call;
        if (isCall && figureProcedures.has(frame.procedure)) this.calls++;
      });
  }
}
