import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RateLimited } from '../errors/rate-limited.ts';

/** Failures that are forgiven before waiting is asked for. Successes cost nothing. */
export const loginLimits = {
  windowSeconds: 300,
  /** Guessing one account's password from one address. */
  perAccountAndAddress: 10,
  /** Guessing one account's password from everywhere; high, so that a stranger cannot lock a user out easily. */
  perAccount: 100,
  /** Trying many accounts from one address. */
  perAddress: 60,
} as const;

export interface LoginLimiter {
  /** Takes one attempt; throws RateLimited when there is none left. */
  take: (attempt: LoginAttempt) => Promise<void>;
  /** The attempt was right: gives it back. */
  giveBack: (attempt: LoginAttempt) => Promise<void>;
}

interface LoginAttempt {
  account: string;
  address: string;
}

/** Counts before the password is looked at, so that a thousand guesses at once count a thousand. */
export function createLoginLimiter(
  limits: Record<keyof typeof loginLimits, number> = loginLimits,
): LoginLimiter {
  const limiter = (points: number) => new RateLimiterMemory({ points, duration: limits.windowSeconds });
  const byAddress = limiter(limits.perAddress);
  const byBoth = limiter(limits.perAccountAndAddress);
  const byAccount = limiter(limits.perAccount);
  const counted = ({ account, address }: LoginAttempt) =>
    [
      // The address first: once it is used up, names that it makes up are not remembered.
      [byAddress, address],
      [byBoth, `${account}\n${address}`],
      [byAccount, account],
    ] as const;
  return {
    take: async attempt => {
      for (const [by, key] of counted(attempt)) await consume(by, key);
    },
    giveBack: async attempt => {
      for (const [by, key] of counted(attempt)) await by.reward(key);
    },
  };
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new RateLimited(
      'Too many attempts; wait before you try again',
      Math.ceil(error.msBeforeNext / 1000),
    );
  }
}
