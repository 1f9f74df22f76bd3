import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig, readConfigFile } from './config-file.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'orrery-config-'));
});
afterAll(() => rm(directory, { recursive: true }));

const parse = (text: string, variables = {}) => parseConfig(text, { name: 'orrery.yaml', variables });

/** The file of the documentation, all kinds of backend in it. */
const documented = `
backends:
  - { id: lab, kind: libvirt, name: KVM lab, hosts: [ { uri: "qemu+tcp://127.0.0.1:16509/system" }, { uri: "qemu:///system" } ] }
  - { id: vc,  kind: vsphere, url: "https://127.0.0.1:8989/sdk", username: user, password: { env: VC_PASSWORD }, tls: { fingerprint: "SHA256:ab" } }
  - { id: ct,  kind: docker,  hosts: [ { url: "unix:///var/run/docker.sock" }, { url: "tcp://127.0.0.1:2376", tls: { ca: A, cert: B, key: C } } ] }
  - { id: os,  kind: openstack, authUrl: "http://127.0.0.1:5000/v3", username: admin, password: { file: FILE }, project: admin }
`;

describe('a good file', () => {
  it('is read with its secrets in clear and its defaults filled in', async () => {
    const file = join(directory, 'os-password');
    await writeFile(file, 'from a file\n');
    const config = await parse(documented.replace('FILE', file), { VC_PASSWORD: 'from the environment' });
    expect(config.backends.map(backend => backend.id)).toEqual(['lab', 'vc', 'ct', 'os']);
    expect(config.backends[1]).toMatchObject({ password: 'from the environment' });
    expect(config.backends[3]).toMatchObject({ password: 'from a file', domain: 'Default' });
  });

  it('may be empty, or hold comments only', async () => {
    expect(await parse('')).toEqual({ backends: [] });
    expect(await parse('# nothing yet\n')).toEqual({ backends: [] });
  });
});

describe('a wrong file', () => {
  it.each([
    [
      'a wrong value',
      'backends:\n  - id: lab\n    kind: libvirt\n    hosts:\n      - uri: http://x',
      'orrery.yaml:5:14: backends[0].hosts[0].uri: Use qemu:///system',
    ],
    [
      'a missing field',
      'backends:\n  - id: lab\n    kind: libvirt\n',
      'orrery.yaml:2:5: backends[0].hosts: ',
    ],
    [
      'an unknown field',
      'backends:\n  - { id: a, kind: libvirt, hsots: 1, hosts: [{ uri: "qemu:///system" }] }',
      'orrery.yaml:2:36: backends[0].hsots: there is no such setting',
    ],
    ['an unknown section', 'backend: []', 'orrery.yaml:1:10: backend: there is no such setting'],
    ['an unknown kind', 'backends: [ { id: a, kind: hyperv } ]', 'orrery.yaml:1:28: backends[0].kind: '],
    [
      'a bad id',
      'backends: [ { id: Lab, kind: simulator } ]',
      'orrery.yaml:1:19: backends[0].id: Use lower-case',
    ],
    ['a list for a file', '- a\n', 'orrery.yaml:1:1: the file: '],
    [
      'the same id twice',
      'backends:\n  - { id: a, kind: simulator }\n  - { id: a, kind: simulator }',
      'orrery.yaml:3:11: backends[1].id: "a" is the id of backends[0] already',
    ],
    [
      'an unset variable',
      'backends:\n  - { id: v, kind: vsphere, url: "https://x", username: u, password: { env: NOPE } }',
      'orrery.yaml:2:70: the environment variable NOPE is not set',
    ],
    [
      'a missing secret file',
      'backends:\n  - { id: v, kind: vsphere, url: "https://x", username: u, password: { file: /nope } }',
      'orrery.yaml:2:70: the file /nope cannot be read (ENOENT)',
    ],
    ['broken YAML', 'backends:\n  - { id: lab\n kind: x', 'orrery.yaml:3:2: '],
    ['a tab', 'backends:\n\t- id: a', 'orrery.yaml:2:1: '],
    ['a key twice', 'backends: []\nbackends: []', 'orrery.yaml:2:1: Map keys must be unique'],
  ])('with %s is refused with line, column and field', async (_name, text, message) => {
    await expect(parse(text)).rejects.toThrow(message);
  });

  it('never shows a secret in its messages', async () => {
    const text = 'backends:\n  - { id: v, kind: vsphere, url: bad, username: u, password: hunter2, x: 1 }';
    await expect(parse(text)).rejects.toThrow('backends[0].url');
    await expect(parse(text)).rejects.not.toThrow('hunter2');
  });

  it('cannot grow in memory by aliases', async () => {
    const levels = Array.from(
      { length: 9 },
      (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(',')}]`,
    );
    await expect(parse(`a0: &a0 [x]\n${levels.join('\n')}`)).rejects.toThrow(/alias/i);
  });
});

describe('readConfigFile', () => {
  it('does without a file at the usual place, but not without one that was named', async () => {
    const path = join(directory, 'none.yaml');
    expect(await readConfigFile({ path, given: false }, {})).toEqual({ backends: [] });
    await expect(readConfigFile({ path, given: true }, {})).rejects.toThrow('ORRERY_CONFIG names it');
  });

  it('says when it is a folder', async () => {
    await expect(readConfigFile({ path: directory, given: false }, {})).rejects.toThrow('EISDIR');
  });
});
