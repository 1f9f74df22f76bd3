import { execFileSync } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import { afterEach, describe, expect, it } from 'vitest';
import { parseLibvirtUri } from '../uri.ts';
import { sshFingerprint } from '@orrery/ssh/known-hosts.ts';
import { openSsh, remoteCommand, shellQuote } from './ssh.ts';

const { Server, utils } = ssh2;
const hostKeys = utils.generateKeyPairSync('ed25519');
const hostKey = utils.parseKey(hostKeys.public);
if (hostKey instanceof Error) throw hostKey;
const fingerprint = sshFingerprint(hostKey.getPublicSSH());

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** An ssh server that answers the command it is given with `react`. */
async function serve(react: (command: string, channel: ssh2.ServerChannel) => void): Promise<number> {
  const server = new Server({ hostKeys: [hostKeys.private] }, client => {
    client.on('error', () => {});
    client.on('authentication', c =>
      c.method === 'password' && c.password === 'right' ? c.accept() : c.reject(),
    );
    client.on('session', accept => accept().on('exec', (ok, _, info) => react(info.command, ok())));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => server.close());
  // A server that listens on TCP has an AddressInfo.
  return (server.address() as AddressInfo).port;
}

const uriFor = (port: number) => parseLibvirtUri(`qemu+ssh://me@127.0.0.1:${port}/system`);

describe('openSsh', () => {
  it('gives the pipe to the helper at the far end', async () => {
    const commands: string[] = [];
    const port = await serve((command, channel) => {
      commands.push(command);
      channel.on('data', (data: Buffer) => channel.write(data.toString().toUpperCase()));
    });
    const pipe = await openSsh(uriFor(port), { ssh: { password: 'right', hostKey: fingerprint } });
    cleanups.push(() => pipe.destroy());
    const answer = new Promise(resolve => pipe.once('data', (d: Buffer) => resolve(d.toString())));
    pipe.write('hello');
    expect(await answer).toBe('HELLO');
    expect(commands[0]).toContain("exec virt-ssh-helper 'qemu:///system'");
  });

  it('says what the helper complained of', async () => {
    const port = await serve((_, channel) => {
      channel.stderr.write('virt-ssh-helper: cannot connect to socket');
      channel.exit(1);
      channel.end();
    });
    const pipe = await openSsh(uriFor(port), { ssh: { password: 'right', hostKey: fingerprint } });
    const error = await new Promise(resolve => pipe.on('error', resolve));
    expect(String(error)).toContain('cannot connect to socket');
  });

  it.each([
    ['an unknown host key', { password: 'right', knownHosts: '/dev/null' }, 'not known'],
    ['another host key', { password: 'right', hostKey: 'SHA256:abc' }, 'not the one that was given'],
    ['a wrong password', { password: 'wrong', hostKey: fingerprint }, 'Check user, key'],
  ])('refuses %s', async (_, ssh, text) => {
    const port = await serve((_command, channel) => channel.end());
    await expect(openSsh(uriFor(port), { ssh })).rejects.toMatchObject({
      code: 'ssh',
      message: expect.stringContaining(text),
    });
  });

  it('gives up a server that does not answer', async () => {
    const uri = uriFor(1);
    await expect(openSsh(uri, { ssh: { password: 'x' } })).rejects.toMatchObject({ code: 'refused' });
  });
});

describe('the remote command', () => {
  const command = (params: string, readOnly = false) =>
    remoteCommand(parseLibvirtUri(`qemu+ssh://h/system${params}`), readOnly);

  it.each([
    ['', false, "exec virt-ssh-helper 'qemu:///system'; else exec 'nc' -U '/var/run/libvirt/libvirt-sock'"],
    [
      '',
      true,
      "exec virt-ssh-helper -r 'qemu:///system'; else exec 'nc' -U '/var/run/libvirt/libvirt-sock-ro'",
    ],
    ['?socket=/x', false, "exec 'nc' -U '/x'"],
    ['?netcat=/bin/ncat', false, "exec '/bin/ncat' -U "],
    ['?proxy=native', false, "exec virt-ssh-helper 'qemu:///system'"],
  ])('for %j', (params, readOnly, expected) => {
    expect(command(params, readOnly)).toContain(expected);
  });

  it('leaves nothing of the URI to the shell', () => {
    for (const nasty of ["'; touch /tmp/owned; '", '$(id)', '`id`', 'a b', "it's", '\\', '"', '\n;id']) {
      const out = execFileSync('/bin/sh', ['-c', `printf %s ${shellQuote(nasty)}`], { encoding: 'utf8' });
      expect(out).toBe(nasty);
      const quoted = command(`?socket=${encodeURIComponent(nasty)}`);
      expect(quoted).toBe(`exec 'nc' -U ${shellQuote(nasty)}`);
    }
  });
});
