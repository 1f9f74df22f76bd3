import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { VsphereSettings } from '@orrery/contract/backends/settings.ts';

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

/** The vSphere lab, driven by its script: VMware's own simulator of a vCenter on this machine. */
export const vsphereLab = {
  vcenter: async (): Promise<LabVcenter> => {
    const { stdout } = await run(script, ['status']).catch(() => {
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
  control: async (path: string, ...options: string[]): Promise<unknown> => {
    const { stdout } = await run(script, ['ctl', path, ...options]);
    const answer: unknown = JSON.parse(stdout);
    if (typeof answer === 'object' && answer !== null && 'error' in answer)
      throw new Error(`lab control ${path}: ${String(answer.error)}`);
    return answer;
  },
  /** Every session dies. */
  expireSessions: async (): Promise<void> => void (await vsphereLab.control('expire-sessions', '-X', 'POST')),
  inject: async (fault: InjectedFault): Promise<void> =>
    void (await vsphereLab.control('fault', '-d', JSON.stringify(fault))),
  clearFaults: async (): Promise<void> => void (await vsphereLab.control('fault', '-X', 'DELETE')),
  /** Its guest will not react to a polite request. */
  deafen: async (vm: string): Promise<void> => void (await vsphereLab.control(`deaf?vm=${vm}`)),
  /** Whether `[datastore] folder/file` is there. */
  hasFile: async (path: string): Promise<boolean> => {
    const answer = await vsphereLab.control(`file?path=${encodeURIComponent(path)}`);
    return typeof answer === 'object' && answer !== null && 'exists' in answer && answer.exists === true;
  },
};

export const vsphereSettings = ({ username, password, ca }: LabVcenter, url: string): VsphereSettings => ({
  kind: 'vsphere',
  url,
  username,
  password,
  tls: { ca },
});
