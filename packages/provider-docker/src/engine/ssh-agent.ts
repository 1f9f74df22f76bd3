import http from 'node:http';
import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import { hostKeyCheck } from '@orrery/ssh/host-key.ts';
import ssh2, { type Client } from 'ssh2';
import type { Endpoint } from '../settings.ts';

export type SshEndpoint = Extract<Endpoint, { transport: 'ssh' }>;

/** Why no tunnel could be opened, in words. */
export class SshError extends Error {
  override readonly name = 'SshError';
}

const connectMs = 5_000;
/** A server that is silent to two of these is gone. */
const keepaliveMs = 2_500;

/**
 * What http asks of a socket and a channel has not. A channel that is destroyed is closed once the other side agrees; a
 * socket is closed at once.
 */
function asSocket(channel: Duplex): Duplex {
  const none = () => channel;
  const giveUp = channel.destroy.bind(channel);
  let closed = false;
  channel.once('close', () => {
    closed = true;
  });
  const destroy = () => {
    giveUp();
    setImmediate(() => closed || channel.emit('close'));
    return channel;
  };
  const quiet = { setKeepAlive: none, setNoDelay: none, setTimeout: none, ref: none, unref: none };
  return Object.assign(channel, quiet, { destroy, destroySoon: destroy });
}

async function login(endpoint: SshEndpoint): Promise<Client> {
  const { host, port, username, privateKey, password, hostKey, knownHosts } = endpoint;
  const check = await hostKeyCheck({ host, port, pinned: hostKey, knownHosts });
  const client = new ssh2.Client();
  let keyProblem: string | null = null;
  const hostVerifier = (key: Buffer): boolean => {
    keyProblem = check(key);
    return keyProblem === null;
  };
  const agent = privateKey === undefined && password === undefined ? process.env.SSH_AUTH_SOCK : undefined;
  const times = { readyTimeout: connectMs, keepaliveInterval: keepaliveMs, keepaliveCountMax: 2 };
  return new Promise((resolve, reject) => {
    client.once('ready', () => resolve(client));
    client.on('error', error => {
      const refused = error.message.includes('authentication methods failed');
      const advice = refused ? 'the login was refused; check user, key and password' : error.message;
      reject(new SshError(keyProblem ?? advice, { cause: error }));
    });
    client.connect({ host, port, username, privateKey, password, agent, hostVerifier, ...times });
  });
}

/** Connections to an engine's unix socket on another machine, as channels of one ssh connection. */
export class SshAgent extends http.Agent {
  readonly #endpoint: SshEndpoint;
  #client: Promise<Client> | null = null;

  constructor(endpoint: SshEndpoint, maxSockets: number) {
    super({ keepAlive: true, maxSockets });
    this.#endpoint = endpoint;
  }

  [inspect.custom](): string {
    return 'SshAgent';
  }

  /** Called by http for each connection that it needs (Node's documentation of http.Agent; its types leave it out). */
  createConnection(_options: unknown, callback: (error: Error | null, channel?: Duplex) => void): void {
    void this.#carry(callback);
  }

  async #carry(callback: (error: Error | null, channel?: Duplex) => void): Promise<void> {
    const opened = await this.#open().catch((error: unknown) =>
      error instanceof Error ? error : new SshError(String(error)),
    );
    if (opened instanceof Error) callback(opened);
    else callback(null, asSocket(opened));
  }

  override destroy(): void {
    super.destroy();
    this.#client?.then(client => client.end()).catch(() => {});
  }

  async #open(): Promise<Duplex> {
    const client = await this.#connected();
    return new Promise((resolve, reject) => {
      client.openssh_forwardOutStreamLocal(this.#endpoint.socketPath, (error, channel) => {
        if (!error) return resolve(channel);
        const problem = `${this.#endpoint.socketPath} could not be opened there: ${error.message}`;
        return reject(new SshError(problem, { cause: error }));
      });
    });
  }

  #connected(): Promise<Client> {
    if (this.#client) return this.#client;
    const client = login(this.#endpoint);
    this.#client = client;
    const forget = () => {
      if (this.#client === client) this.#client = null;
    };
    client.then(c => c.once('close', forget), forget);
    return client;
  }
}
