import { type Clock, systemClock } from './clock.ts';
import { isFault, VimFault, VimTransportError } from './errors.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { readServiceContent, type ServiceContent } from './service-content.ts';
import { HttpTransport, type Answer, type HttpOptions } from './transport/http.ts';
import type { TlsOptions } from './transport/tls.ts';
import { asObject, asText, type MoRef, type VimObject, type VimValue } from './values.ts';
import { decodeBody } from './xml/decode.ts';
import { OffloadedDecoder } from './xml/offloaded-decoder.ts';
import { unpack } from './xml/unpack.ts';
import { el, envelope, type Xml } from './xml/write.ts';

export interface SessionOptions {
  /** `https://vcenter.example/sdk` */
  url: string;
  username: string;
  password: string;
  tls?: TlsOptions;
  clock?: Clock;
  limits?: Partial<Limits>;
  /** How we call ourselves in the server's list of sessions. */
  userAgent?: string;
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
  deadlineMs?: number;
  /** The server answers when something happens: on a connection of its own. */
  waits?: boolean;
  /** What it is about lives in the session: after a new login it is gone, so the call is not repeated. */
  sessionBound?: boolean;
}

export interface Call {
  method: string;
  self: MoRef;
  args?: readonly Xml[];
}

const serviceInstance: MoRef = { type: 'ServiceInstance', value: 'ServiceInstance' };
/** The oldest version whose properties we ask for (vSphere 6.7: `config.createDate`). */
const soapAction = '"urn:vim25/6.7"';

/** New logins for one call: sessions may be ended again before it gets through, but not for ever. */
const maxRenewals = 3;

const isAnswer = (status: number): boolean => status === 200 || status === 500;

/**
 * One login at a vCenter or an ESXi host. Calls go over connections that are kept; a session that has expired is
 * renewed by logging in again, once for all calls that met it.
 */
export class VimSession {
  readonly #options: SessionOptions;
  readonly #limits: Limits;
  readonly #http: HttpTransport;
  readonly #decoder = new OffloadedDecoder();
  #cookie: string | null = null;
  #content: ServiceContent | null = null;
  #user = '';
  #key: string | null = null;
  #login: Promise<void> | null = null;
  /** Grows with each login: what lived in the session before is gone. */
  #generation = 0;
  /** Ends with the login: whoever waits for something in that session waits in vain. */
  #life = new AbortController();

  private constructor(options: SessionOptions) {
    const url = new URL(options.url);
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#http = new HttpTransport({
      url,
      tls: options.tls ?? {},
      clock: options.clock ?? systemClock,
      limits: this.#limits,
    });
  }

  static async open(options: SessionOptions, signal?: AbortSignal): Promise<VimSession> {
    const session = new VimSession(options);
    try {
      const content = await session.#send(
        { method: 'RetrieveServiceContent', self: serviceInstance },
        { signal },
      );
      session.#content = readServiceContent(content);
      await session.#logIn(signal);
      return session;
    } catch (error) {
      await session.#end();
      throw error;
    }
  }

  get content(): ServiceContent {
    if (!this.#content) throw new VimTransportError('closed', 'The session is not open');
    return this.#content;
  }

  /** As the server calls the account. */
  get user(): string {
    return this.#user;
  }

  /** For what goes there beside the calls. */
  get endpoint(): HttpOptions {
    const { url, tls = {}, clock = systemClock } = this.#options;
    return { url: new URL(url), tls, clock, limits: this.#limits };
  }

  /** By which the server knows the session. */
  get key(): string | null {
    return this.#key;
  }

  get generation(): number {
    return this.#generation;
  }

  get traffic(): { bytesIn: number; bytesOut: number; requests: number } {
    const { bytesIn, bytesOut, requests } = this.#http;
    return { bytesIn, bytesOut, requests };
  }

  /** What the method returns; undefined when it returns nothing. */
  call(call: Call, options: CallOptions = {}): Promise<VimValue | undefined> {
    if (options.sessionBound !== true) return this.authenticated(() => this.#send(call, options), options);
    const { signal } = this.#life;
    return this.#send(call, {
      ...options,
      signal: options.signal ? AbortSignal.any([options.signal, signal]) : signal,
    });
  }

  /** Does it again after a new login, if the session has expired: it was refused, so it was not done. */
  async authenticated<T>(run: () => Promise<T>, options: CallOptions = {}): Promise<T> {
    for (let renewals = 0; ; renewals++) {
      const generation = this.#generation;
      try {
        return await run();
      } catch (error) {
        if (!isFault(error, 'NotAuthenticated') || renewals === maxRenewals) throw error;
        await this.#renew(generation, options.signal);
      }
    }
  }

  /** Logs out, so that the server need not keep the session until it expires. */
  async close(): Promise<void> {
    const self = this.#content?.sessionManager;
    if (self && this.#cookie !== null)
      await this.#send({ method: 'Logout', self }, { deadlineMs: 2_000 }).catch(() => undefined);
    await this.#end();
  }

  async #end(): Promise<void> {
    await Promise.all([this.#http.close(), this.#decoder.close()]);
  }

  async #renew(met: number, signal: AbortSignal | undefined): Promise<void> {
    // Another call has met it too, and has renewed it meanwhile.
    if (met !== this.#generation) return;
    this.#login ??= this.#logIn().finally(() => {
      this.#login = null;
    });
    await this.#login;
    signal?.throwIfAborted();
  }

  async #logIn(signal?: AbortSignal): Promise<void> {
    const { username, password } = this.#options;
    const args = [el('userName', username), el('password', password)];
    const call = { method: 'Login', self: this.content.sessionManager, args };
    // Without a cookie: logging in within a session that stands is refused as a wrong password.
    const answer = await this.#post(call, { signal }, null);
    this.#cookie = answer.cookie?.split(';')[0] ?? null;
    const session = asObject(await this.#read(answer, call.method));
    this.#user = asText(session?.['userName']) ?? username;
    this.#key = asText(session?.['key']);
    this.#generation++;
    const former = this.#life;
    this.#life = new AbortController();
    former.abort(expired(call.method));
  }

  async #send(call: Call, options: CallOptions): Promise<VimValue | undefined> {
    return this.#read(await this.#post(call, options, this.#cookie), call.method);
  }

  /** Cookies of answers are not kept: one that comes while the session is renewed is not the new session's. */
  #post({ method, self, args = [] }: Call, options: CallOptions, cookie: string | null): Promise<Answer> {
    return this.#http.post({
      body: envelope(method, self, args),
      headers: this.#headers(cookie),
      deadlineMs: options.deadlineMs ?? this.#limits.deadlineMs,
      signal: options.signal,
      waits: options.waits ?? false,
    });
  }

  async #read(answer: Answer, method: string): Promise<VimValue | undefined> {
    if (!isAnswer(answer.status))
      throw new VimTransportError('http', `It answered with HTTP status ${answer.status}`);
    const body = await this.#decode(answer);
    const fault = asObject(body['Fault']);
    if (fault) throw faultOf(fault, method);
    const response = body[`${method}Response`];
    if (response === undefined) throw new VimTransportError('protocol', `The answer is not one to ${method}`);
    return asObject(response)?.['returnval'];
  }

  #headers(cookie: string | null): Record<string, string> {
    return {
      'content-type': 'text/xml; charset=utf-8',
      'accept-encoding': 'gzip',
      'user-agent': this.#options.userAgent ?? 'vim25',
      soapaction: soapAction,
      ...(cookie === null ? {} : { cookie }),
    };
  }

  #decode({ bytes, gzip }: Answer): Promise<VimObject> | VimObject {
    const packed = { bytes, gzip, maxBytes: this.#limits.maxAnswerBytes };
    // Packed answers unpack to some ten times their size.
    const large = bytes.length * (gzip ? 10 : 1) >= this.#limits.offloadBytes;
    return large ? this.#decoder.decode(packed) : decodeBody(unpack(packed));
  }
}

const expired = (method: string): VimFault =>
  new VimFault({ fault: 'NotAuthenticated', message: 'The session has expired', detail: {}, method });

/** `<detail>` holds one element: the fault, with its type. */
function faultOf(fault: VimObject, method: string): VimFault {
  const detail = asObject(fault['detail']) ?? {};
  const [name, value] = Object.entries(detail).find(([key]) => key !== '$type') ?? ['Fault', undefined];
  const inner = asObject(value) ?? {};
  const message = asText(fault['faultstring']) ?? '';
  return new VimFault({ fault: inner.$type ?? name.replace(/Fault$/, ''), message, detail: inner, method });
}
