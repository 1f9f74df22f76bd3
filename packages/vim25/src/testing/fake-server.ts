import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  method: string;
  body: string;
  cookie: string | undefined;
}

type Answer = string | { fault: string; detail?: string } | null;

/** Answers one call, now or later: the content of the response element, or null where it writes by itself. */
export type Answering = (asked: Asked, response: ServerResponse) => Answer | Promise<Answer>;

const wrap = (body: string) =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body>${body}</s:Body></s:Envelope>`;

export const serviceContent = `<returnval><rootFolder type="Folder">group-d1</rootFolder><propertyCollector type="PropertyCollector">pc</propertyCollector><viewManager type="ViewManager">vm</viewManager><about><name>Fake</name><fullName>Fake 7</fullName><version>7.0</version><build>1</build><apiType>VirtualCenter</apiType></about><vStorageObjectManager type="VcenterVStorageObjectManager">vsom</vStorageObjectManager><sessionManager type="SessionManager">sm</sessionManager></returnval>`;

/** A server that speaks just enough SOAP to log in; the rest is up to the test. */
export class FakeServer {
  readonly #server: Server;
  readonly asked: Asked[] = [];
  logins = 0;
  answer: Answering = () => '';

  private constructor() {
    this.#server = createServer((request, response) => void this.#take(request, response));
  }

  static async start(): Promise<FakeServer> {
    const fake = new FakeServer();
    await new Promise<void>(resolve => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    // A server that listens on TCP has an AddressInfo.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/sdk`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const piece of request) body += String(piece);
    const method = /<soapenv:Body><(\w+)/.exec(body)?.[1] ?? '';
    const asked = { method, body, cookie: request.headers.cookie };
    this.asked.push(asked);
    const answer = this.#login(method, response) ?? (await this.answer(asked, response));
    if (answer === null) return;
    if (typeof answer === 'string')
      response.end(wrap(`<${method}Response xmlns="urn:vim25">${answer}</${method}Response>`));
    else {
      response.statusCode = 500;
      const { fault, detail = '' } = answer;
      response.end(
        wrap(
          `<s:Fault><faultcode>ServerFaultCode</faultcode><faultstring>It is ${fault}</faultstring><detail><${fault}Fault xsi:type="${fault}">${detail}</${fault}Fault></detail></s:Fault>`,
        ),
      );
    }
  }

  #login(method: string, response: ServerResponse): string | undefined {
    if (method === 'RetrieveServiceContent') return serviceContent;
    if (method === 'Logout') return '';
    if (method !== 'Login') return undefined;
    this.logins++;
    response.setHeader('set-cookie', `vmware_soap_session="s${this.logins}"; Path=/; HttpOnly`);
    return `<returnval><key>k${this.logins}</key><userName>LAB\\user</userName></returnval>`;
  }
}
