import { describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.ts';
import { readEnvironment } from './environment.ts';

describe('readEnvironment', () => {
  it('needs nothing', () => {
    expect(readEnvironment({})).toEqual({
      port: 8780,
      host: '127.0.0.1',
      dataDir: './.orrery',
      configFile: { path: './orrery.yaml', given: false },
      databaseUrl: undefined,
      adminPassword: undefined,
      demo: undefined,
      publicOrigin: undefined,
      trustedProxies: [],
      secretKey: undefined,
      logLevel: 'info',
      checkResponses: true,
    });
  });

  it('reads what is documented', () => {
    const env = readEnvironment({
      PORT: '0',
      HOST: '0.0.0.0',
      ORRERY_DATA_DIR: '/data',
      ORRERY_CONFIG: '/etc/orrery.yaml',
      DATABASE_URL: 'postgresql://u:p@db/orrery',
      ORRERY_ADMIN_PASSWORD: 'correct horse',
      ORRERY_DEMO: '0',
      ORRERY_PUBLIC_URL: 'https://orrery.example:8443/ui/',
      ORRERY_TRUSTED_PROXIES: 'loopback, 10.0.0.0/8,2001:db8::/32',
      NODE_ENV: 'production',
    });
    expect(env).toMatchObject({
      port: 0,
      configFile: { path: '/etc/orrery.yaml', given: true },
      demo: false,
      publicOrigin: 'https://orrery.example:8443',
      trustedProxies: ['loopback', '10.0.0.0/8', '2001:db8::/32'],
      checkResponses: false,
    });
  });

  it('takes an empty variable for none, as compose files set them', () => {
    expect(readEnvironment({ PORT: '', DATABASE_URL: '', ORRERY_DEMO: '' })).toEqual(readEnvironment({}));
  });

  it.each([
    [{ PORT: 'http' }, 'PORT: Use a number'],
    [{ PORT: '65536' }, 'PORT'],
    [{ PORT: '80.5' }, 'PORT'],
    [{ ORRERY_DEMO: 'yes' }, 'ORRERY_DEMO: Use 0 or 1'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL: Use postgresql://'],
    [{ ORRERY_PUBLIC_URL: 'orrery.example' }, 'ORRERY_PUBLIC_URL: Use http(s)'],
    [{ ORRERY_PUBLIC_URL: 'javascript:alert(1)' }, 'ORRERY_PUBLIC_URL'],
    [{ ORRERY_TRUSTED_PROXIES: '10.0.0.0/33' }, 'ORRERY_TRUSTED_PROXIES: Use addresses'],
    [{ ORRERY_TRUSTED_PROXIES: 'everyone' }, 'ORRERY_TRUSTED_PROXIES'],
    [{ ORRERY_ADMIN_PASSWORD: 'short' }, 'ORRERY_ADMIN_PASSWORD: Use at least 8'],
  ])('refuses %j in words', (variables, message) => {
    expect(() => readEnvironment(variables)).toThrow(ConfigError);
    expect(() => readEnvironment(variables)).toThrow(message);
  });

  it('names all that is wrong at once, without the secrets', () => {
    const read = () =>
      readEnvironment({ PORT: 'x', DATABASE_URL: 'secret', ORRERY_ADMIN_PASSWORD: 'hunter2' });
    expect(read).toThrow(/PORT.*\n.*DATABASE_URL.*\n.*ORRERY_ADMIN_PASSWORD/);
    expect(read).not.toThrow(/secret|hunter2/);
  });
});
