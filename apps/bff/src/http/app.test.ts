import { routes } from '@orrery/contract/http/routes.ts';
import express from 'express';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bindRoutes, expressPath } from './bind-routes.ts';
import { plain, publicPlain, withBody } from './handler.ts';
import { operationalRoutes } from './operational-routes.ts';
import { call, somebody, tokenHeaders } from './testing/caller.ts';
import { startTestBff, type TestBff } from './testing/test-bff.ts';

let bff: TestBff;
let webDirectory = '';

beforeAll(async () => {
  webDirectory = await mkdtemp(join(tmpdir(), '.orrery-web-'));
  await mkdir(join(webDirectory, 'assets'));
  await writeFile(join(webDirectory, 'index.html'), '<!doctype html><title>Orrery</title>');
  await writeFile(join(webDirectory, 'assets', 'index-abc.js'), 'export {};');
  await writeFile(join(webDirectory, 'favicon.svg'), '<svg/>');
  await writeFile(join(webDirectory, '.hidden'), 'no');
  bff = await startTestBff({ webDirectory, trustedProxies: ['10.0.0.1'] });
});
afterAll(async () => {
  await bff.close();
  await rm(webDirectory, { recursive: true });
});

/** `METHOD path` of everything that is registered with Express, however deep. */
function registered(stack: unknown): string[] {
  const layers = z.array(
    z.object({
      route: z.object({ path: z.string(), methods: z.record(z.string(), z.boolean()) }).optional(),
      handle: z.unknown(),
      name: z.string(),
    }),
  );
  return layers.parse(stack).flatMap(layer => {
    if (layer.name === 'router') throw new Error('A nested router could hide routes; bind them to the app');
    if (!layer.route) return [];
    const { path, methods } = layer.route;
    return Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`);
  });
}

describe('routes', () => {
  it('are those of the contract and the operational ones, and no other', () => {
    const [app] = bff.server.listeners('request');
    const router: unknown = Reflect.get(Object(app), 'router');
    const stack: unknown = Reflect.get(Object(router), 'stack');
    expect(registered(stack)).toEqual([
      ...operationalRoutes.map(route => `GET ${route.path}`),
      ...routes.map(spec => `${spec.method} ${expressPath(spec.path)}`),
    ]);
  });

  it('are not bound at all when one has no handler, or a handler no route', () => {
    const spec = { id: 'a', method: 'GET', path: '/a', summary: '', permission: 'audit.read' } as const;
    const body = z.object({});
    const bind = (handlers: Parameters<typeof bindRoutes>[1]['handlers'], more: object = {}) => {
      const router = express.Router();
      const route = { ...spec, response: null, status: 200 as const, ...more };
      // Only the table and the handlers are looked at before anything is bound.
      const deps = { routes: [route], handlers } as unknown as Parameters<typeof bindRoutes>[1];
      try {
        bindRoutes(router, deps);
        return 'bound';
      } catch (error) {
        return [String(error), router.stack.length].join('; ');
      }
    };
    const nothing = plain(() => ({}));
    expect(bind({ a: nothing })).toBe('bound');
    expect(bind({})).toContain('a: a route of the contract without a handler; 0');
    expect(bind({ a: nothing, b: nothing })).toContain('b: a handler without a route in the contract');
    expect(bind({ a: publicPlain(() => ({})) })).toContain(
      'a: audit.read in the contract, public in its handler',
    );
    expect(bind({ a: nothing }, { permission: 'public' })).toContain('public in the contract, authenticated');
    expect(bind({ a: nothing }, { body })).toContain('a: its handler reads another body schema');
    expect(bind({ a: withBody(z.object({}), () => ({})) }, { body })).toContain('another body schema');
  });
});

describe('the web app', () => {
  it.each(['/', '/instances', '/instances/lab%3Aweb-1.example', '/login?next=%2F%2Fevil.example'])(
    'is the answer to %s',
    async path => {
      const answer = await call(bff, path);
      expect(answer.text).toContain('<title>Orrery</title>');
      expect(answer.headers['cache-control']).toBe('no-cache');
    },
  );

  it('keeps hashed files for good and asks for the others each time', async () => {
    const hashed = await call(bff, '/assets/index-abc.js');
    expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await call(bff, '/favicon.svg')).headers['cache-control']).toBe('no-cache');
  });

  it.each(['/assets/gone.js', '/api/v1/gone', '/api/'])('is no answer to %s', async path => {
    expect((await call(bff, path)).code).toBe('route.not-found');
  });

  it('answers no other methods than GET and HEAD', async () => {
    expect((await call(bff, '/', { method: 'POST' })).code).toBe('route.not-found');
    expect((await call(bff, '/', { method: 'HEAD' })).status).toBe(200);
  });

  it.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/assets/..%2f..%2fetc%2fpasswd',
    '/.hidden',
    '//evil.example/..',
  ])('never leaves its folder nor the site: %s', async path => {
    const answer = await call(bff, path);
    expect(answer.text).not.toMatch(/root:|"name"|^no$/);
    expect(answer.headers['location']).toBeUndefined();
  });

  it('runs under a policy without inline code, other origins, frames and raw HTML sinks', async () => {
    const { headers } = await call(bff, '/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none';script-src 'self';style-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|http:|https:/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(headers['x-powered-by']).toBeUndefined();
  });
});

describe('operational routes', () => {
  it('say that we live and are ready', async () => {
    expect((await call(bff, '/healthz')).json).toEqual({ status: 'ok' });
    expect((await call(bff, '/readyz')).json).toEqual({ status: 'ready' });
  });

  it('give figures to a scraper on this machine, by route and without ids', async () => {
    const user = await somebody(bff, { role: 'viewer' });
    await call(bff, '/api/v1/hosts/lab%3Asecret-host', { headers: user.cookie });
    const { text, status } = await call(bff, '/metrics');
    expect(status).toBe(200);
    expect(text).toContain('orrery_http_request_seconds_count{route="get:hosts",status="404"} 1');
    expect(text).not.toContain('secret-host');
  });

  it('give them to others only with the right to see the fleet', async () => {
    const scrape = (headers: Record<string, string>) =>
      call(bff, '/metrics', { headers: { 'x-forwarded-for': '127.0.0.1', ...headers } });
    const viewer = await somebody(bff, { role: 'viewer' });
    const tenant = await somebody(bff);
    expect((await scrape({})).code).toBe('session.required');
    expect((await scrape({ forwarded: 'for=127.0.0.1' })).code).toBe('session.required');
    expect((await scrape(await tokenHeaders(bff, tenant.id))).code).toBe('permission.denied');
    expect((await scrape(await tokenHeaders(bff, viewer.id))).status).toBe(200);
  });
});
