import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sshFingerprint } from '@orrery/ssh/known-hosts.ts';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpointOf } from '../settings.ts';
import { EngineApi } from './engine-api.ts';

const { Server: SshServer, utils } = ssh2;
const keys = utils.generateKeyPairSync('ed25519');
const parsed = utils.parseKey(keys.public);
if (parsed instanceof Error) throw parsed;
const hostKey = sshFingerprint(parsed.getPublicSSH());

let folder: string;
let engine: Server;
let ssh: InstanceType<typeof SshServer>;
let logins = 0;

/** Something that answers as an engine does, on a unix socket behind an ssh server. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orrery-ssh-'));
  engine = createServer((request, response) => response.end(JSON.stringify({ asked: request.url })));
  await new Promise<void>(resolve => engine.listen(join(folder, 'docker.sock'), resolve));
  ssh = new SshServer({ hostKeys: [keys.private] }, client => {
    client.on('error', () => {});
    client.on('authentication', c =>
      c.method === 'password' && c.password === 'right' ? c.accept() : c.reject(),
    );
    client.on('ready', () => logins++);
    client.on('openssh.streamlocal', (accept, reject, { socketPath }) => {
      const socket = connect(socketPath);
      socket.once('error', () => reject());
      socket.once('connect', () => {
        const channel = accept();
        socket.pipe(channel).pipe(socket);
      });
    });
  });
  await new Promise<void>(resolve => ssh.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  ssh.close();
  engine.close();
  await rm(folder, { recursive: true, force: true });
});

function open(ssh_: { password?: string; hostKey?: string; knownHosts?: string }, socket = 'docker.sock') {
  // A server that listens on TCP has an AddressInfo.
  const { port } = ssh.address() as AddressInfo;
  const url = `ssh://me@127.0.0.1:${port}${join(folder, socket)}`;
  return new EngineApi(endpointOf({ url, ssh: ssh_ }), 4);
}

describe('an engine behind ssh', () => {
  it('answers over one login, however many calls there are', async () => {
    const before = logins;
    const api = open({ password: 'right', hostKey });
    const answers = await Promise.all(['/a', '/b', '/c'].map(path => api.get<{ asked: string }>(path)));
    expect(answers.map(a => a.asked)).toEqual(['/a', '/b', '/c']);
    expect(logins).toBe(before + 1);
    api.close();
  });

  it.each([
    ['a wrong password', { password: 'wrong', hostKey }, /login was refused/],
    ['another host key', { password: 'right', hostKey: 'SHA256:other' }, /not the one that was given/],
    ['an unknown host key', { password: 'right', knownHosts: '/dev/null' }, /not known/],
  ])('is refused with %s', async (_, options, words) => {
    const api = open(options);
    await expect(api.get('/version')).rejects.toMatchObject({
      kind: 'ssh',
      message: expect.stringMatching(words),
    });
    api.close();
  });

  it('says that its socket is not there', async () => {
    const api = open({ password: 'right', hostKey }, 'nothing.sock');
    await expect(api.get('/version')).rejects.toMatchObject({ kind: 'ssh' });
    api.close();
  });
});
