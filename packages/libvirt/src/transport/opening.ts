import { ConnectionError } from '../errors.ts';
import { type TransportOptions, defaultConnectTimeoutMs } from './options.ts';

interface Opening<T> {
  address: string;
  options: TransportOptions;
  /** Starts; settles through the callbacks. Returns how to give up. */
  begin: (done: (value: T) => void, failed: (error: ConnectionError) => void) => () => void;
}

/** One attempt to open a pipe, with its time limit and abort signal. */
export function opening<T>({ address, options, begin }: Opening<T>): Promise<T> {
  const { signal, connectTimeoutMs = defaultConnectTimeoutMs } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    let giveUp = () => {};
    const settle = (how: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      how();
    };
    const timer = setTimeout(() => {
      giveUp();
      const seconds = connectTimeoutMs / 1000;
      settle(() => reject(new ConnectionError('timeout', `${address} did not answer within ${seconds} s`)));
    }, connectTimeoutMs);
    const onAbort = () => {
      giveUp();
      settle(() => reject(signal?.reason));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    giveUp = begin(
      value => settle(() => resolve(value)),
      error => settle(() => reject(error)),
    );
  });
}

const systemReasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOENT: 'there is no such socket',
  EACCES: 'this user may not open it',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'the host does not answer',
};

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

export function refused(address: string, error: Error, advice = ''): ConnectionError {
  const why = systemReasons[codeOf(error)] ?? error.message;
  return new ConnectionError('refused', `${address}: ${why}${advice === '' ? '' : `. ${advice}`}`, error);
}
