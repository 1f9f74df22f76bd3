export interface TlsOptions {
  /** PEM texts. Without `ca` the usual libvirt path or the URI's pkipath is read. */
  ca?: string;
  cert?: string;
  key?: string;
  passphrase?: string;
  /** Name expected in the server's certificate, if not the host of the URI. */
  serverName?: string;
  /** SHA256:<hex or base64> of the server's certificate: trusts exactly this one, whatever signed it. */
  fingerprint?: string;
}

export interface SshOptions {
  /** PEM or OpenSSH text. */
  privateKey?: string;
  passphrase?: string;
  password?: string;
  /** Path of an agent's socket. */
  agent?: string;
  /** SHA256:<base64> as ssh-keygen -l prints it: the only host key that is accepted. */
  hostKey?: string;
  /** Path of a known_hosts file; ~/.ssh/known_hosts by default. */
  knownHosts?: string;
}

export interface TransportOptions {
  tls?: TlsOptions;
  ssh?: SshOptions;
  readOnly?: boolean;
  signal?: AbortSignal;
  /** Milliseconds until the pipe must be open. */
  connectTimeoutMs?: number;
}

export const defaultConnectTimeoutMs = 10_000;
