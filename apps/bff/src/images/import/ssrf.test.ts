import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RequestError } from '../../errors/request-error.ts';
import { openAddress } from './open-address.ts';
import { PublicAddresses } from './public-address.ts';

/** Every way that is known to write an address that is none of the public Internet's. */
const hosts4 = [
  '127.0.0.1',
  '10.0.0.1',
  '169.254.169.254',
  '192.168.1.1',
  '172.16.0.1',
  '100.64.0.1',
  '0.0.0.0',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '192.0.0.192',
];

function formsOf(address: string): string[] {
  const bytes = address.split('.').map(Number);
  const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const octal = bytes.map(byte => `0${byte.toString(8)}`).join('.');
  const hexadecimal = bytes.map(byte => `0x${byte.toString(16)}`).join('.');
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const high = (a * 256 + b).toString(16);
  const low = (c * 256 + d).toString(16);
  return [
    address,
    `${address}.`,
    String(value),
    `0x${value.toString(16)}`,
    `0${value.toString(8)}`,
    octal,
    hexadecimal,
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${b * 65_536 + c * 256 + d}`,
    `0x${a.toString(16)}.${b}.${c}.0${d.toString(8)}`,
    `%31${address.slice(1)}`,
    address.replaceAll('.', '。'),
    address.replaceAll(/\d/g, digit => String.fromCodePoint(0xff10 + Number(digit))),
    `[::ffff:${address}]`,
    `[::ffff:${high}:${low}]`,
    `[0:0:0:0:0:ffff:${high}:${low}]`,
    `[::${address}]`,
    `[::ffff:0:${high}:${low}]`,
    `[64:ff9b::${high}:${low}]`,
    `[2002:${high}:${low}::1]`,
  ];
}

const hosts6 = [
  '::1',
  '::',
  'fe80::1',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  'fec0::1',
  '2001:db8::1',
  '2001::1',
  '100::1',
  'fd00:ec2::254',
  '0000:0000:0000:0000:0000:0000:0000:0001',
];
const corpus = [...hosts4.flatMap(formsOf), ...hosts6.map(host => `[${host}]`)];
const schemes = [
  'file:///etc/passwd',
  'ftp://a.example/x',
  'gopher://a.example/x',
  'data:text/plain,x',
  'http://user:secret@a.example/',
  'https://a@b.example/',
  'javascript:1',
  '//a.example/x',
  'http://',
  'not an address',
];

let canary: Server;
let port = 0;
let hits = 0;
let redirectTo = '';

beforeAll(async () => {
  canary = createServer((request, response) => {
    hits++;
    if (request.url === '/bytes') response.end('bytes');
    else response.writeHead(302, { location: redirectTo }).end();
  });
  await new Promise<void>(resolve => canary.listen(0, '::', resolve));
  // A server that listens on a port has an address with one.
  port = (canary.address() as AddressInfo).port;
});
beforeEach(() => {
  hits = 0;
});
afterAll(() => new Promise(resolve => canary.close(resolve)));

const { signal } = new AbortController();
const strict = new PublicAddresses([]);
const open = (url: string, addresses = strict, answers?: string[]) =>
  openAddress(url, {
    addresses,
    signal,
    ...(answers && {
      lookup: async () => answers.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
    }),
  });
const refused = expect.objectContaining({ code: 'import.refused' });

describe('addresses that are nobody else’s', () => {
  it(`are refused in all ${corpus.length} forms, and nothing is reached`, async () => {
    expect(corpus.length).toBeGreaterThan(200);
    for (const host of corpus) {
      const answer = await open(`http://${host}:${port}/bytes`).catch((error: unknown) => error);
      expect(answer, host).toBeInstanceOf(RequestError);
      expect(answer, host).toMatchObject({ code: 'import.refused' });
    }
    expect(hits).toBe(0);
  });

  it.each(schemes)('and so is %s', async url => {
    await expect(open(url)).rejects.toEqual(refused);
  });

  it('names that lead there are refused, also when only one of their addresses does', async () => {
    for (const bad of ['127.0.0.1', '::1', '::ffff:7f00:1', 'fe80::1%eth0', '169.254.169.254'])
      for (const answers of [[bad], ['93.184.215.14', bad], [bad, '93.184.215.14']])
        await expect(open(`http://rebind.example:${port}/bytes`, strict, answers)).rejects.toEqual(refused);
    await expect(open(`http://localhost:${port}/bytes`)).rejects.toEqual(refused);
    expect(hits).toBe(0);
  });

  it('this machine’s own public addresses are refused', () => {
    expect(new PublicAddresses([], () => ['93.184.215.14']).refuse('93.184.215.14', 'x.example')).toMatch(
      /this machine/,
    );
    expect(strict.refuse('93.184.215.14', 'x.example')).toBeNull();
    expect(strict.refuse('2606:2800:21f:cb07:6820:80da:af6b:8b2c', 'x.example')).toBeNull();
  });
});

describe('what the configuration allows', () => {
  const lenient = new PublicAddresses(['127.0.0.0/8', 'mirror.example'], () => []);

  it('is reached, by range or by name', async () => {
    const answer = await open(`http://127.0.0.1:${port}/bytes`, lenient);
    expect(await text(answer)).toBe('bytes');
    const named = await open(`http://mirror.example:${port}/bytes`, lenient, ['127.0.0.1']);
    expect(await text(named)).toBe('bytes');
  });

  it('leads nowhere else: each redirect is checked anew', async () => {
    for (const target of [
      `http://[::1]:${port}/bytes`,
      'http://169.254.169.254/latest/meta-data',
      'file:///etc/passwd',
      'http://u:p@127.0.0.1/',
    ]) {
      redirectTo = target;
      hits = 0;
      await expect(open(`http://127.0.0.1:${port}/go`, lenient), target).rejects.toEqual(refused);
      expect(hits, target).toBe(1);
    }
  });

  it('a redirect without end is given up', async () => {
    redirectTo = '/go';
    await expect(open(`http://127.0.0.1:${port}/go`, lenient)).rejects.toEqual(refused);
    expect(hits).toBe(6);
  });

  it('the connection goes to the address that was checked, whatever the name says a moment later', async () => {
    const answers = [['127.0.0.1'], ['169.254.169.254']];
    let asked = 0;
    const lookup = async () => (answers[asked++] ?? []).map(address => ({ address, family: 4 }));
    const answer = await openAddress(`http://mirror.example:${port}/bytes`, {
      addresses: lenient,
      signal,
      lookup,
    });
    expect(await text(answer)).toBe('bytes');
    expect(asked).toBe(1);
  });
});
