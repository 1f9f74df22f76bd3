import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { VsphereSettings } from '@orrery/contract/backends/settings.ts';
import { freePort } from './free-port.ts';

const run = promisify(execFile);
const script = join(import.meta.dirname, '..', 'labs', 'vsphere', 'vsphere-lab');

export interface LabVcenter {
  url: string;
  username: string;
  password: string;
  /** PEM of its own certificate. */
  ca: string;
}

/** A fault that the lab's vCenter is to answer with. */
export interface InjectedFault {
  method: string;
  fault?: string;
  /** 0: until cleared. */
  count: number;
  atEnd?: boolean;
  delayMs?: number;
  privilege?: string;
}

/** One upload of a file into a machine that is being imported. */
export interface LabUpload {
  vm: string;
  file: string;
  method: string;
  bytes: number;
  sha256: string;
  whole: boolean;
}

/** A vSphere lab, driven by its script: VMware's own simulator on this machine. */
function labOf(env: Readonly<Record<string, string>>) {
  const options = { env: { ...process.env, ...env } };
  const lab = {
    vcenter: async (): Promise<LabVcenter> => {
      const { stdout } = await run(script, ['status'], options).catch(() => {
        throw new Error('The vSphere lab is not up: run e2e/labs/vsphere/vsphere-lab up');
      });
      const [, url = '', username = ''] = /^vcenter up (\S+)\s+user (\S+)/m.exec(stdout) ?? [];
      const certificate = /^cert (.+)$/m.exec(stdout)?.[1] ?? '';
      return {
        url,
        username,
        password: process.env.VSPHERE_LAB_PASSWORD ?? 'VMware1!',
        ca: await readFile(certificate, 'utf8'),
      };
    },
    control: async (path: string, ...more: string[]): Promise<unknown> => {
      const { stdout } = await run(script, ['ctl', path, ...more], options);
      const answer: unknown = JSON.parse(stdout);
      if (typeof answer === 'object' && answer !== null && 'error' in answer)
        throw new Error(`lab control ${path}: ${String(answer.error)}`);
      return answer;
    },
    /** Every session dies. */
    expireSessions: async (): Promise<void> => void (await lab.control('expire-sessions', '-X', 'POST')),
    inject: async (fault: InjectedFault): Promise<void> =>
      void (await lab.control('fault', '-d', JSON.stringify(fault))),
    clearFaults: async (): Promise<void> => void (await lab.control('fault', '-X', 'DELETE')),
    /** So many seconds last the moves that begin from now on; null: as the lab was started. */
    paceMoves: async (seconds: number | null): Promise<void> =>
      void (await (seconds === null
        ? lab.control('pace', '-X', 'DELETE')
        : lab.control(`pace?migrate=${seconds}`, '-X', 'POST'))),
    /** Makes a file in a datastore, with its folder. */
    putFile: async (path: string, sizeBytes: number): Promise<void> =>
      void (await lab.control(`file?path=${encodeURIComponent(path)}&size=${sizeBytes}`, '-X', 'PUT')),
    dropFile: async (path: string): Promise<void> =>
      void (await lab.control(`file?path=${encodeURIComponent(path)}`, '-X', 'DELETE')),
    /** What came over leases of imports. */
    uploads: async (): Promise<LabUpload[]> => {
      // The lab's own answer, of its own making.
      return (await lab.control('uploads')) as LabUpload[];
    },
    forgetUploads: async (): Promise<void> => void (await lab.control('uploads', '-X', 'DELETE')),
    /** The next upload breaks off. */
    breakUpload: async (afterBytes: number): Promise<void> =>
      void (await lab.control('upload-fault', '-d', JSON.stringify({ afterBytes, count: 1 }))),
    /** Its guest will not react to a polite request. */
    deafen: async (vm: string): Promise<void> => void (await lab.control(`deaf?vm=${vm}`)),
    /** DRS recommends to move it, until it has been moved. */
    recommendMove: async (vm: string): Promise<void> => void (await lab.control(`recommend?vm=${vm}`)),
    /** An alarm about it is raised, or over. */
    alarm: async (entity: string, status: 'yellow' | 'red' | 'green'): Promise<void> =>
      void (await lab.control(`alarm?entity=${entity}&status=${status}`)),
    /** Whether `[datastore] folder/file` is there. */
    hasFile: async (path: string): Promise<boolean> => {
      const answer = await lab.control(`file?path=${encodeURIComponent(path)}`);
      return typeof answer === 'object' && answer !== null && 'exists' in answer && answer.exists === true;
    },
    /** For a lab beside the one that the runner brings up. */
    up: async (): Promise<void> => void (await run(script, ['up'], options)),
    down: async (): Promise<void> => void (await run(script, ['down'], options)),
  };
  return lab;
}

export type VsphereLab = ReturnType<typeof labOf>;

/** The vCenter that the runner has brought up. */
export const vsphereLab = labOf({});

/** A single ESXi host of one's own, on a port that is free. */
export async function esxiLab(): Promise<VsphereLab> {
  const folder = await mkdtemp(join(tmpdir(), 'esxi-lab-'));
  const lab = labOf({
    VSPHERE_LAB_MODEL: 'esx',
    VSPHERE_LAB_PORT: String(await freePort()),
    VSPHERE_LAB_RUN: folder,
  });
  const down = async () => {
    await lab.down();
    await rm(folder, { recursive: true });
  };
  return { ...lab, down };
}

export const vsphereSettings = ({ username, password, ca }: LabVcenter, url: string): VsphereSettings => ({
  kind: 'vsphere',
  url,
  username,
  password,
  tls: { ca },
});
