import type { BackendSettings } from '@orrery/contract/backends/settings.ts';
import { backendSettingsSchema } from '@orrery/contract/backends/settings.ts';
import { keptSecret } from '@orrery/contract/http/bodies.ts';
import { RequestError } from '../errors/request-error.ts';

/** Where a secret may stand. Certificates are no secrets: they are sent to whoever connects. */
const secretNames = new Set(['password', 'key', 'privateKey', 'token', 'secret']);
/** What a secret is for: it is never sent anywhere else than where it was meant to go. */
const addressNames = ['uri', 'url', 'authUrl', 'address', 'username'] as const;

/** The settings as they may be shown: dots where a secret stands. */
export function withoutSecrets(settings: BackendSettings): BackendSettings {
  return backendSettingsSchema.parse(mapSecrets(settings, () => keptSecret));
}

/** The settings as they are to be used: dots become the stored secret of the same address. */
export function withKeptSecrets(asked: BackendSettings, stored: BackendSettings | null): BackendSettings {
  const known = new Map<string, unknown>();
  if (stored) mapSecrets(stored, (secret, place) => known.set(place, secret) && secret);
  const whole = mapSecrets(asked, (secret, place, field) => {
    if (secret !== keptSecret) return secret;
    const kept = known.get(place);
    if (kept !== undefined) return kept;
    throw new RequestError('request.invalid', 'A secret has to be given again', {
      reasons: [
        {
          field,
          message:
            'The stored secret is kept for the address and user that it was given for, and these changed',
        },
      ],
    });
  });
  return backendSettingsSchema.parse(whole);
}

type Replace = (secret: unknown, place: string, field: string) => unknown;

/** `place` is the address that a secret is for and its own name: hosts may change places, not secrets. */
function mapSecrets(value: unknown, replace: Replace, at = { address: '', path: '' }): unknown {
  if (Array.isArray(value)) {
    return value.map((one, index) => mapSecrets(one, replace, { ...at, path: join(at.path, String(index)) }));
  }
  if (typeof value !== 'object' || value === null) return value;
  const own = addressOf(value);
  const address = own === '' ? at.address : own;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => {
      const path = join(at.path, name);
      const secret = secretNames.has(name) && inner !== undefined;
      return [
        name,
        secret ? replace(inner, `${address} ${name}`, path) : mapSecrets(inner, replace, { address, path }),
      ];
    }),
  );
}

function addressOf(value: object): string {
  return addressNames
    .map(name => String(Reflect.get(value, name) ?? ''))
    .join(' ')
    .trim();
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
