import { LibvirtError } from '@orrery/libvirt/errors.ts';
import { describe, expect, it } from 'vitest';
import { explainFailure, explanationOf } from './explain.ts';

const refused = (message: string) =>
  new LibvirtError({
    code: 1,
    domain: 10,
    message,
    level: 2,
    str1: null,
    str2: null,
    str3: null,
    int1: 0,
    int2: 0,
  });

// As libvirt 9.0 and QEMU 7.2 said it when each was brought about on real hosts; the last ones from their sources.
describe('the reason of a failed move', () => {
  it.each([
    [
      'no-route',
      "Unable to resolve address 'nowhere.invalid' service '16509': Temporary failure in name resolution",
    ],
    ['no-route', "unable to connect to server at 'host3:1': Connection refused"],
    [
      'no-route',
      'Cannot recv data: ssh: connect to host host3 port 22: Connection refused: Connection reset by peer',
    ],
    ['certificate', "Cannot read CA certificate '/etc/pki/CA/cacert.pem': No such file or directory"],
    [
      'certificate',
      "internal error: unable to execute QEMU command 'object-add': Unable to access credentials /etc/libvirt/pki/qemu/server-cert.pem: No such file or directory",
    ],
    ['port-closed', "unable to connect to server at 'host3:49152': Connection refused"],
    ['network-missing', "Requested operation is not valid: network 'isolated' is not active"],
    ['network-missing', "Network not found: no network with matching name 'isolated'"],
    [
      'volume-missing',
      "Cannot access storage file '/var/lib/libvirt/images/a.qcow2' (as uid:0, gid:0): No such file or directory",
    ],
    [
      'storage-pool-missing',
      "Storage pool not found: no storage pool with matching target path '/var/lib/libvirt/images'",
    ],
    [
      'name-taken',
      "operation failed: domain 'a' already exists with uuid 00000000-1111-4111-8111-000000000000",
    ],
    ['storage-unsafe', 'Unsafe migration: Migration without shared storage is unsafe'],
    ['snapshots', 'Requested operation is not valid: cannot migrate domain with 1 snapshots'],
    [
      'cpu-features',
      'the CPU is incompatible with host CPU: Host CPU does not provide required features: avx512f, svm',
    ],
    ['cpu-features', "operation failed: guest CPU doesn't match specification: missing features: avx512f"],
    ['not-authorised', 'Cannot recv data: Host key verification failed.: Connection reset by peer'],
    ['not-authorised', 'Cannot recv data: Permission denied (publickey,password).: Connection reset by peer'],
    ['not-authorised', 'authentication failed: authentication failed'],
    [
      'device-attached',
      "Requested operation is not valid: cannot migrate a domain with <hostdev mode='subsystem' type='pci'>",
    ],
    ['connection-broke', 'operation failed: migration out job: Lost connection to destination host'],
  ])('%s: %s', (reason, text) => {
    expect(explanationOf(text)?.reason).toBe(reason);
  });

  it('is said with what to do, and with the own words of the daemon as the cause', () => {
    const error = explainFailure(refused("unable to connect to server at 'host3:49152': Connection refused"));
    expect(error).toMatchObject({
      code: 'backend.refused',
      reason: 'port-closed',
      message: 'The destination does not take in data on its migration port',
      advice: expect.stringContaining('49152 to 49215'),
      cause: { message: expect.stringContaining('host3:49152') },
    });
    // Tenants read it.
    expect(`${error.message} ${error.advice}`).not.toContain('host3');
  });

  it('that nobody knows is told as the daemon has it', () => {
    expect(explainFailure(refused('the moon is full'))).toMatchObject({
      code: 'backend.refused',
      message: 'the moon is full',
      reason: null,
    });
  });
});
