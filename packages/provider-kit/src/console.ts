/** What a provider can open of an instance. */
export type ConsoleKind = 'serial' | 'vnc' | 'exec';

/**
 * Why a console ended: `stopped` the instance is off, `moved` it is on another host now, `taken` someone else opened it
 * with force, `exited` the command of an exec ended, `closed` we closed it, `lost` the connection broke.
 * After `stopped` and `moved` it is worth opening it again once the instance runs.
 */
export type ConsoleEndReason = 'stopped' | 'moved' | 'taken' | 'exited' | 'closed' | 'lost';

export interface ConsoleEnd {
  reason: ConsoleEndReason;
  /** For people; names no host and no address. */
  message: string;
  exitCode?: number;
}

/**
 * One open console, both ways. A backend lets one client in at a time (libvirt's serial console does): several viewers
 * share one stream, which is for the BFF to do. Serial and exec: bytes of a terminal; vnc: the RFB protocol from its
 * first byte, with no authentication left to do.
 */
export interface ConsoleStream {
  /** Read by one reader; not reading holds the backend up. Ends when the console ends; never throws. */
  readonly output: AsyncIterable<Uint8Array>;
  /** Resolves when more can be taken. After the end it does nothing. */
  write: (data: Uint8Array) => Promise<void>;
  /** Size of the terminal in characters, where the backend can be told (exec). */
  resize?: (columns: number, rows: number) => Promise<void>;
  /** Ends it; safe to call twice. */
  close: () => Promise<void>;
  /** Resolves once, when it has ended for whatever reason; never rejects. */
  readonly ended: Promise<ConsoleEnd>;
}

export interface Consoles {
  /**
   * Opens a console of a running instance by its full id. Throws ProviderError: `resource.state` when it does not run,
   * `capability.missing` when it has no console of that kind, `backend.refused` when the backend keeps it (with the
   * advice what to do), `backend.unavailable` when it cannot be reached from here. The signal ends the opening and,
   * later, the console.
   */
  open: (id: string, kind: ConsoleKind, signal: AbortSignal) => Promise<ConsoleStream>;
}
