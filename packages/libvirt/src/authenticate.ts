import { ConnectionError, isLibvirtError } from './errors.ts';
import { authList, authPolkit, authTypes } from './procedures/connect.ts';
import type { CallOptions, Caller } from './rpc/procedure.ts';

const saslAdvice =
  'asks for SASL, which this client does not speak. Use qemu+ssh://, or qemu+tls:// with client certificates and auth_tls = "none", or the unix socket';
const polkitAdvice =
  'asks polkit, which refused. Run as a member of the group "libvirt", or allow org.libvirt.unix.manage for this user in /etc/polkit-1/rules.d, or set auth_unix_rw = "none" in libvirtd.conf';

/** The first thing on a connection: which authentication the daemon wants, and doing it. */
export async function authenticate(caller: Caller, address: string, options: CallOptions): Promise<void> {
  const types = await caller.call(authList, undefined, options);
  if (types.length === 0 || types.includes(authTypes.none)) return;
  if (types.includes(authTypes.polkit)) {
    await caller.call(authPolkit, undefined, options).catch((error: unknown) => {
      if (!isLibvirtError(error)) throw error;
      throw new ConnectionError(
        'authentication',
        `The daemon at ${address} ${polkitAdvice}: ${error.message}`,
        error,
      );
    });
    return;
  }
  if (types.includes(authTypes.sasl))
    throw new ConnectionError('authentication', `The daemon at ${address} ${saslAdvice}`);
  const names = types.join(', ');
  throw new ConnectionError(
    'authentication',
    `The daemon at ${address} asks for authentication of an unknown type (${names})`,
  );
}
