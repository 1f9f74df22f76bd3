import { hash, verify } from '@node-rs/argon2';
import { createGate, type Gate } from './gate.ts';

/** OWASP's least for argon2id: 19 MiB, 2 passes, 1 lane (about 40 to 70 ms here). The library's default kind is argon2id. */
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };
/** More would take the threads that files and names need, and 19 MiB each. */
const atOnce = 2;
/** About two seconds of work; whoever comes later is told to try again instead of waiting. */
const longestQueue = 48;

export interface Passwords {
  hash: (password: string) => Promise<string>;
  /** The same work whether there is a hash or not, so that time does not tell whether a user exists. */
  verify: (hash: string | null, password: string) => Promise<boolean>;
}

/** Hashing happens in libuv's threads, never on the event loop. */
export function createPasswords(gate: Gate = createGate({ atOnce, longestQueue })): Passwords {
  let decoy: Promise<string> | undefined;
  return {
    hash: password => gate(() => hash(password, cost)),
    verify: async (known, password) => {
      decoy ??= hash('a password that nobody has', cost);
      const against = known ?? (await decoy);
      const same = await gate(() => verify(against, password));
      return same && known !== null;
    },
  };
}
