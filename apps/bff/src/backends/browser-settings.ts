import type { BackendSettings } from '@orrery/contract/backends/settings.ts';
import { RequestError } from '../errors/request-error.ts';

/**
 * Secrets named by environment variable or file are for orrery.yaml, whose author owns the machine. From the browser
 * they would let an administrator of the page read the machine's files and variables.
 */
export function refuseIndirectSecrets(settings: BackendSettings): void {
  const field = findIndirect(settings, '');
  if (field === undefined) return;
  throw new RequestError('request.invalid', 'Give the secret itself', {
    reasons: [{ field, message: 'Secrets from a variable or file can be named in orrery.yaml only' }],
  });
}

function findIndirect(value: unknown, path: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const keys = Object.keys(value);
  if (keys.length === 1 && (keys[0] === 'env' || keys[0] === 'file')) return path;
  for (const [key, inner] of Object.entries(value)) {
    const found = findIndirect(inner, path === '' ? key : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
