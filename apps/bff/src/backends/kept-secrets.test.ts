import { backendSettingsSchema } from '@orrery/contract/backends/settings.ts';
import { keptSecret } from '@orrery/contract/http/bodies.ts';
import { describe, expect, it } from 'vitest';
import { RequestError } from '../errors/request-error.ts';
import { withKeptSecrets, withoutSecrets } from './kept-secrets.ts';

const vcenter = backendSettingsSchema.parse({
  kind: 'vsphere',
  url: 'https://vc/sdk',
  username: 'orrery',
  password: 'hunter2',
});
const engines = backendSettingsSchema.parse({
  kind: 'docker',
  hosts: [
    { url: 'tcp://a:2376', tls: { ca: 'CA', cert: 'CERT', key: 'KEY-A' } },
    { url: 'tcp://b:2376', tls: { ca: 'CA', cert: 'CERT', key: 'KEY-B' } },
  ],
});

describe('secrets of stored settings', () => {
  it('are dots when shown; certificates are no secrets', () => {
    expect(JSON.stringify(withoutSecrets(vcenter))).not.toContain('hunter2');
    const shown = JSON.stringify(withoutSecrets(engines));
    expect(shown).not.toContain('KEY-');
    expect(shown).toContain('CERT');
  });

  it('come back where dots are sent', () => {
    expect(withKeptSecrets(withoutSecrets(vcenter), vcenter)).toEqual(vcenter);
    expect(
      withKeptSecrets(backendSettingsSchema.parse({ ...vcenter, password: 'new' }), vcenter),
    ).toMatchObject({ password: 'new' });
  });

  it('stay with their host when hosts change places or go', () => {
    const shown = withoutSecrets(engines);
    if (shown.kind !== 'docker') throw new Error('it changed its kind');
    const [a, b] = shown.hosts;
    if (!a || !b) throw new Error('it lost a host');
    expect(withKeptSecrets({ ...shown, hosts: [b, a] }, engines)).toMatchObject({
      hosts: [{ tls: { key: 'KEY-B' } }, { tls: { key: 'KEY-A' } }],
    });
    expect(withKeptSecrets({ ...shown, hosts: [b] }, engines)).toMatchObject({
      hosts: [{ tls: { key: 'KEY-B' } }],
    });
  });

  it('stay with their registry, though the user is called the same at both', () => {
    const login = (address: string, password: string) => ({ address, username: 'ci', password });
    const stored = backendSettingsSchema.parse({
      kind: 'docker',
      hosts: [{ url: 'tcp://a:2375' }],
      registries: [login('one.example', 'first'), login('two.example', 'second')],
    });
    expect(withKeptSecrets(withoutSecrets(stored), stored)).toEqual(stored);
  });

  it('are never sent to another address', () => {
    const moved = { ...withoutSecrets(vcenter), url: 'https://elsewhere/sdk' };
    const refused = () => withKeptSecrets(backendSettingsSchema.parse(moved), vcenter);
    expect(refused).toThrow(RequestError);
    expect(() => withKeptSecrets(withoutSecrets(vcenter), null)).toThrow(RequestError);
    expect(keptSecret).toHaveLength(8);
  });
});
