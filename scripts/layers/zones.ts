import { posix } from 'node:path';
import { isBuiltin } from 'node:module';

export type Target =
  | { readonly type: 'ours'; readonly zone: string; readonly path: string; readonly isRelative: boolean }
  | { readonly type: 'builtin' | 'external'; readonly name: string };

/** "apps/bff/src/http/x.ts" is in "bff/http", "packages/contract/src/errors/x.ts" in "contract/errors", vite.config.ts in "tooling". */
export function zoneOf(path: string): string {
  const [top = '', name = '', source = '', folder = '', ...rest] = path.split('/');
  if (top !== 'apps' && top !== 'packages') return top;
  if (source !== 'src') return 'tooling';
  const isInFolder = source === 'src' && rest.length > 0;
  return isInFolder ? `${name}/${folder}` : name;
}

/** The package a file belongs to: what a relative path may not leave. */
export const packageOf = (path: string): string =>
  path
    .split('/')
    .slice(0, path.startsWith('apps/') || path.startsWith('packages/') ? 2 : 1)
    .join('/');

export function resolveTarget(from: string, specifier: string): Target {
  if (specifier.startsWith('.')) {
    const path = posix.join(posix.dirname(from), specifier);
    return { type: 'ours', zone: zoneOf(path), path, isRelative: true };
  }
  const [scope = '', name = '', ...rest] = specifier.split('/');
  if (scope === '@orrery') {
    const top = name === 'bff' || name === 'web' ? 'apps' : 'packages';
    const path = name === 'e2e' ? ['e2e', ...rest].join('/') : [top, name, 'src', ...rest].join('/');
    return { type: 'ours', zone: zoneOf(path), path, isRelative: false };
  }
  if (isBuiltin(specifier)) return { type: 'builtin', name: specifier };
  return { type: 'external', name: scope.startsWith('@') ? `${scope}/${name}` : scope };
}
