/** How a console that a page shows stands. */
export type ConsoleState =
  | { is: 'connecting' }
  | { is: 'open'; viewers: number }
  /** It is tried again by itself, once the instance runs. */
  | { is: 'waiting'; why: string }
  | { is: 'ended'; why: string }
  /** It was never open. */
  | { is: 'refused'; why: string }
  /** The session has ended. */
  | { is: 'signedOut'; why: string };
