import { LibvirtError } from '@orrery/libvirt/errors.ts';
import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { expect, it } from 'vitest';
import type { Work } from '../actions/job.ts';
import { endCopy } from './live-copy.ts';

const domain = { name: 'web', uuid: '9e126a45-5039-4e97-887b-d2fa2650b97e', id: 1 };
const file = "/pool/it's-export.qcow2";

/** A daemon with a backup into that file, which ends some looks after it was told to. */
function daemon(target: string | null, looksUntilGone = 2) {
  const calls: string[] = [];
  let left = looksUntilGone;
  const clock = new ManualClock();
  const connection = {
    call: async ({ name }: { name: string }) => {
      calls.push(name);
      const aborted = calls.includes('DomainAbortJob');
      if (name === 'DomainAbortJob') return undefined;
      if (target === null || (aborted && --left <= 0)) throw noBackup();
      return `<domainbackup mode='push'><disks><disk name='vda'><target file='${target}'/></disk></disks></domainbackup>`;
    },
  };
  // Only the clock and calls of the connection are used by what is tested here.
  return { work: { clock, connection } as unknown as Work, calls, clock };
}

const noDomainBackup = 104;
const noBackup = () =>
  new LibvirtError({
    code: noDomainBackup,
    domain: 10,
    message: 'no backup',
    level: 2,
    str1: null,
    str2: null,
    str3: null,
    int1: 0,
    int2: 0,
  });

it('ends the copy into its own file, and waits until it has ended', async () => {
  const { work, calls, clock } = daemon('/pool/it&apos;s-export.qcow2');
  const stop = clock.play();
  await endCopy(work, domain, file);
  stop();
  expect(calls.filter(name => name === 'DomainAbortJob').length).toBeGreaterThan(0);
  expect(calls.at(-1)).toBe('DomainBackupGetXMLDesc');
});

it('leaves the backup of somebody else alone', async () => {
  const { work, calls } = daemon('/backups/nightly.qcow2');
  await endCopy(work, domain, file);
  expect(calls).toEqual(['DomainBackupGetXMLDesc']);
});

it('bears that there is none any more', async () => {
  const { work, calls } = daemon(null);
  await endCopy(work, domain, file);
  expect(calls).toEqual(['DomainBackupGetXMLDesc']);
});
