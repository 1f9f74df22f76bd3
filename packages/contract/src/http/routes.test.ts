import { describe, expect, it } from 'vitest';
import { permissions } from '../identity/permissions.ts';
import { resourceKinds } from '../resources/base.ts';
import { resourceRegistry } from '../resources/registry.ts';
import { routes } from './routes.ts';

describe('routes', () => {
  it('each declares a permission; only the login and the description are public', () => {
    for (const route of routes)
      expect([...permissions, 'public', 'row'], route.id).toContain(route.permission);
    expect(routes.filter(r => r.permission === 'public').map(r => r.id)).toEqual(['login', 'openapi']);
  });

  it('ids and method + path are unique', () => {
    expect(new Set(routes.map(r => r.id)).size).toBe(routes.length);
    expect(new Set(routes.map(r => `${r.method} ${r.path}`)).size).toBe(routes.length);
  });

  it('every kind can be listed and read one by one', () => {
    for (const kind of resourceKinds) {
      const { collection } = resourceRegistry[kind];
      expect(routes.map(r => `${r.method} ${r.path}`)).toEqual(
        expect.arrayContaining([`GET /${collection}`, `GET /${collection}/{id}`]),
      );
    }
  });

  it('only writes have bodies, and long work answers 202', () => {
    for (const route of routes) {
      if (route.method === 'GET' || route.method === 'DELETE') expect(route.body, route.id).toBeUndefined();
      if (route.path.endsWith('/actions/{action}')) expect(route.status).toBe(202);
    }
  });
});
