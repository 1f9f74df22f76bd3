import { readFile } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { hostKeyCheck } from '@orrery/ssh/host-key.ts';
import { Client, type ClientChannel, type ConnectConfig } from 'ssh2';
import { ConnectionError } from '../errors.ts';
import type { LibvirtUri } from '../uri.ts';
import { opening, refused } from './opening.ts';
import type { SshOptions, TransportOptions } from './options.ts';

/** Inside single quotes a shell changes nothing; a quote itself is written outside of them. */
export const shellQuote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * What runs at the far end, as libvirt's own client does it: virt-ssh-helper where there is one (libvirt 6.8 and
 * later), else netcat. An ssh server always hands the command to a shell, so all that comes from the URI is quoted.
 */
export function remoteCommand(uri: LibvirtUri, readOnly: boolean): string {
  const helper = `exec virt-ssh-helper ${readOnly ? '-r ' : ''}${shellQuote(uri.remoteName)}`;
  const socket = uri.params.socket ?? `/var/run/libvirt/libvirt-sock${readOnly ? '-ro' : ''}`;
  const netcat = `exec ${shellQuote(uri.params.netcat ?? 'nc')} -U ${shellQuote(socket)}`;
  const wantsNetcat = uri.params.netcat !== undefined || uri.params.socket !== undefined;
  if (uri.params.proxy === 'native') return helper;
  if (uri.params.proxy === 'netcat' || wantsNetcat) return netcat;
  return `if command -v virt-ssh-helper >/dev/null 2>&1; then ${helper}; else ${netcat}; fi`;
}

/** Answers whether the key is accepted, or why not. */
async function keyCheck(
  uri: LibvirtUri,
  ssh: SshOptions,
  port: number,
): Promise<(key: Buffer) => string | null> {
  const pinned = ssh.hostKey ?? uri.params.hostkey;
  const careless = uri.params.no_verify === '1' || uri.params.known_hosts_verify === 'ignore';
  if (pinned === undefined && careless) return () => null;
  const knownHosts = ssh.knownHosts ?? uri.params.known_hosts;
  return hostKeyCheck({ host: uri.host ?? '', port, pinned, knownHosts });
}

async function clientConfig(uri: LibvirtUri, ssh: SshOptions): Promise<ConnectConfig> {
  const keyfile = uri.params.keyfile;
  const privateKey =
    ssh.privateKey ??
    (keyfile === undefined
      ? undefined
      : await readFile(keyfile, 'utf8').catch((error: Error) => {
          throw new ConnectionError(
            'ssh',
            `the key file ${keyfile} could not be read: ${error.message}`,
            error,
          );
        }));
  return {
    host: uri.host ?? 'localhost',
    port: uri.port ?? 22,
    username: uri.user ?? process.env.USER ?? 'root',
    privateKey,
    passphrase: ssh.passphrase,
    password: ssh.password,
    agent:
      ssh.agent ??
      (privateKey === undefined && ssh.password === undefined ? process.env.SSH_AUTH_SOCK : undefined),
  };
}

type Settle = { done: (pipe: Duplex) => void; failed: (error: ConnectionError) => void };

/** Logs in and opens one pipe; the connection ends with it. */
async function throughSsh(
  uri: LibvirtUri,
  options: TransportOptions,
  openPipe: (client: Client, settle: Settle) => void,
): Promise<Duplex> {
  const ssh = options.ssh ?? {};
  const config = await clientConfig(uri, ssh);
  const address = sshAddress(config);
  const check = await keyCheck(uri, ssh, config.port ?? 22);
  let keyProblem: string | null = null;
  return opening({
    address,
    options,
    begin: (done, failed) => {
      const client = new Client();
      client.on('error', error => {
        if (keyProblem !== null)
          return failed(new ConnectionError('ssh', `${address}: ${keyProblem}`, error));
        failed(
          'level' in error && error.level === 'client-socket'
            ? refused(address, error)
            : loginRefused(address, error),
        );
      });
      const settle = {
        done: (pipe: Duplex) => {
          pipe.on('close', () => client.end());
          done(pipe);
        },
        failed: (error: ConnectionError) => {
          client.end();
          failed(error);
        },
      };
      client.on('ready', () => openPipe(client, settle));
      const hostVerifier = (key: Buffer): boolean => {
        keyProblem = check(key);
        return keyProblem === null;
      };
      client.connect({
        ...config,
        hostVerifier,
        readyTimeout: options.connectTimeoutMs,
        keepaliveInterval: 0,
      });
      return () => client.destroy();
    },
  });
}

const sshAddress = ({ host, port }: ConnectConfig): string => `ssh://${host}:${port}`;

export const openSsh = (uri: LibvirtUri, options: TransportOptions): Promise<Duplex> =>
  throughSsh(uri, options, (client, { done, failed }) => {
    client.exec(remoteCommand(uri, options.readOnly ?? false), (error, channel) => {
      if (error) return failed(new ConnectionError('ssh', `ssh://${uri.host}: ${error.message}`, error));
      reportHelperFailure(channel);
      done(channel);
    });
  });

/** A pipe to a port or a unix socket as the far end sees it, through its ssh server. */
export const openSshTunnel = (
  uri: LibvirtUri,
  options: TransportOptions,
  target: { host: string; port: number } | { path: string },
): Promise<Duplex> =>
  throughSsh(uri, options, (client, { done, failed }) => {
    const opened = (error: Error | undefined, channel: ClientChannel) => {
      if (error) return failed(new ConnectionError('ssh', `ssh://${uri.host}: ${error.message}`, error));
      done(channel);
    };
    if ('path' in target) client.openssh_forwardOutStreamLocal(target.path, opened);
    else client.forwardOut('127.0.0.1', 0, target.host, target.port, opened);
  });

/** What virt-ssh-helper or nc complains of is the reason why the pipe ends. */
function reportHelperFailure(channel: ClientChannel): void {
  let said = '';
  // The pipe's user listens too; this one covers the time until then.
  channel.on('error', () => {});
  channel.stderr.on('data', (chunk: Buffer) => {
    if (said.length < 2_000) said += chunk.toString('utf8');
  });
  channel.on('exit', (code: number | null) => {
    if (code === 0) return;
    // It may fail in the same turn in which the pipe was opened: by the next one its user listens.
    setImmediate(() => {
      channel.emit('error', new Error(said.trim() || `the helper at the far end ended with code ${code}`));
      channel.destroy();
    });
  });
}

const loginRefused = (address: string, error: Error): ConnectionError =>
  new ConnectionError(
    'ssh',
    `${address}: ${error.message}. Check user, key and that the server allows this login`,
    error,
  );
