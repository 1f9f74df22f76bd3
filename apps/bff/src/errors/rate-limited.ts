import { RequestError } from './request-error.ts';

/** Says when to come back. */
export class RateLimited extends RequestError {
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super('rate.limited', message);
    this.name = 'RateLimited';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
