import { TcpProxy } from '../../support/tcp-proxy.ts';

const request = /(?:GET|POST|PUT|DELETE) \/\S+ HTTP\/1\.1/g;
const figures = /GET \/containers\/\w+\/stats/;

/** Stands between Orrery and one engine: notes the calls that pass in clear. */
export class EngineProxy extends TcpProxy {
  /** First lines of the requests so far. */
  requests: string[] = [];

  /** Calls for the figures of one container. */
  get calls(): number {
    return this.requests.filter(line => figures.test(line)).length;
  }

  protected override tap(): (piece: Buffer) => void {
    return piece => {
      this.requests.push(...(piece.toString('latin1').match(request) ?? []));
    };
  }
}
