import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RateLimited } from '../errors/rate-limited.ts';

/** Far above what a page or a script needs, and below what would keep others from being served. */
const perAddress = { points: 5_000, duration: 10 };

export function createRequestLimit(limits = perAddress): (address: string) => Promise<void> {
  const limiter = new RateLimiterMemory(limits);
  return async address => {
    try {
      await limiter.consume(address);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new RateLimited('Too many requests from your address', Math.ceil(error.msBeforeNext / 1000));
    }
  };
}
