/**
 * `connected`: heard of within the heartbeat. `stale`: the socket stands but is silent. `disconnected`: no socket; what
 * is shown is of `heardAt`. `refused`: the server does not let us in (reason `session.required`: log in; `protocol.unsupported`: reload the
 * page); it is not tried again before `start`.
 */
export type ConnectionState = 'connecting' | 'connected' | 'stale' | 'disconnected' | 'refused';

export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** Milliseconds since 1970, our clock: when this state began. */
  readonly since: number;
  /** When the server was last heard of; null before the first time. Its age is the age of the picture. */
  readonly heardAt: number | null;
  /** Oldest confirmation of any backend, as the server said last (ISO 8601); null when it said none. */
  readonly oldestAsOf: string | null;
  /** Server clock minus ours, in milliseconds, from the last message: ages are computed on the server's clock. */
  readonly clockOffset: number;
  readonly reason: string | null;
}
