import { backendSettingsSchema } from '@orrery/contract/backends/settings.ts';
import { describe, expect, it } from 'vitest';
import { draftOf, emptyDraft, requestOf } from './draft.ts';

const stored = backendSettingsSchema.parse({
  kind: 'docker',
  hosts: [
    { url: 'ssh://ops@engine-1', ssh: { hostKey: 'ssh-ed25519 AAAA' } },
    { url: 'tcp://engine-2:2375' },
  ],
  registries: [{ address: 'registry.example:5000', username: 'ci', password: 'secret' }],
});

describe('the form of a back end', () => {
  it('gives back what it was filled with: hosts, how to reach them, logins of registries', () => {
    const checked = requestOf(draftOf({ id: 'ct', name: 'Containers' }, stored));
    expect(checked).toEqual({ ok: true, request: { id: 'ct', name: 'Containers', settings: stored } });
  });

  it('leaves out a list that became empty', () => {
    const draft = draftOf({ id: 'ct', name: 'Containers' }, stored);
    const checked = requestOf({ ...draft, lists: { ...draft.lists, registries: [] } });
    expect(checked.ok && 'registries' in checked.request.settings).toBe(false);
  });

  it('says which field of which row is wrong', () => {
    const lists = { hosts: [{ url: 'unix:///run/engine.sock' }], registries: [{ address: 'r:5000' }] };
    const checked = requestOf({ ...emptyDraft(), kind: 'docker', id: 'ct', name: 'ct', lists });
    expect(checked.ok ? [] : [...checked.errors.keys()].toSorted()).toEqual([
      'settings.registries.0.password',
      'settings.registries.0.username',
    ]);
  });

  it('asks nothing of lists that another kind has', () => {
    const values = { url: 'https://vc/sdk', username: 'u', password: 'p' };
    const checked = requestOf({ ...emptyDraft(), kind: 'vsphere', id: 'vc', name: 'vc', values });
    expect(checked.ok && 'hosts' in checked.request.settings).toBe(false);
  });
});
