const minute = 60_000;

/**
 * How long an action may take before it is given up. Memory has to be written or read for some, a guest has to agree
 * for others; the rest is a matter of seconds everywhere.
 */
const deadlines: Readonly<Record<string, number>> = {
  stop: 10 * minute,
  reboot: 10 * minute,
  suspend: 30 * minute,
  start: 15 * minute,
  snapshot: 60 * minute,
  revert: 60 * minute,
  delete: 30 * minute,
  // An image of many GiB may have to reach its host first.
  create: 240 * minute,
  // Pulling, building and loading take what they take; so does pushing.
  makeImage: 240 * minute,
  bringImage: 240 * minute,
  push: 240 * minute,
  // A whole disk is copied and brought here.
  createImage: 240 * minute,
  // Terabytes of disks over a slow line. What will not finish is said, and is for people to end (MG-4).
  migrate: 1440 * minute,
  // Calling a move off may take what tidying up takes, and its host has to say where the instance is then.
  beginAnew: 10 * minute,
};

export const deadlineMs = (action: string): number => deadlines[action] ?? 5 * minute;

/**
 * After cancelling or the deadline, how long the provider has to say how it ended. What was half made has to be taken
 * away first.
 */
export const graceMsOf = (action: string): number =>
  ['create', 'createImage', 'bringImage', 'migrate'].includes(action) ? 2 * minute : 15_000;
/** An intent that was never sent is still wanted this long after a restart; later it would surprise. */
export const sendWithinMs = 2 * minute;
/** How long a restarted BFF tries to find out what became of an operation. */
export const reconcileMs = 10 * minute;
/**
 * Each time that it is asked, a backend has so long: taking away what is half made included. A move that still runs is
 * followed to its end.
 */
export const lookMsOf = (action: string): number => (action === 'migrate' ? deadlineMs(action) : 3 * minute);
/** Pauses between asking grow up to this. Of a move one wants to see how it goes on, at once. */
export const lookAgainMsOf = (action: string): number => (action === 'migrate' ? 2_000 : 15_000);
/** A write that says nothing for so long is tried again: it may have been lost with a connection. */
export const writeMs = minute / 2;
