import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { staticFiles } from './static-files.ts';

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orrery-static-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<html></html>');
  await writeFile(join(folder, 'assets', 'a-1.js'), 'plain');
  await writeFile(join(folder, 'assets', 'a-1.js.br'), brotliCompressSync('plain'));
  await writeFile(join(folder, 'assets', 'b-1.js'), 'alone');
  server = createServer(express().use(...staticFiles(folder)));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise<void>(resolve => server.close(() => resolve()));
  await rm(folder, { recursive: true });
});

function get(path: string, encoding: string): Promise<IncomingMessage> {
  // A server that listens on TCP has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': encoding };
    request({ port, path, headers, host: '127.0.0.1' }, answer => resolve(answer.resume()))
      .on('error', reject)
      .end();
  });
}

it('gives what the browser takes, and keeps it for ever', async () => {
  const { headers, statusCode } = await get('/assets/a-1.js', 'gzip, br');
  expect([statusCode, headers['content-encoding']]).toEqual([200, 'br']);
  expect(headers['content-type']).toMatch(/^text\/javascript/);
  expect(headers['vary']).toMatch(/accept-encoding/i);
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

it.each([
  ['/assets/a-1.js', 'identity'],
  ['/assets/b-1.js', 'gzip, br'],
])('%s for %s comes as it is', async (path, encoding) => {
  const { headers, statusCode } = await get(path, encoding);
  expect([statusCode, headers['content-encoding']]).toEqual([200, undefined]);
});

it('a page of the app is its index, a file that is not there is not', async () => {
  const page = await get('/instances/lab:web-1.example', 'br');
  expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-cache']);
  expect((await get('/assets/old-1.js', 'br')).statusCode).toBe(404);
});
