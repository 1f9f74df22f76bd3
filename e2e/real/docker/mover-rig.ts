import type { MigrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import { migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { DockerSettings } from '@orrery/contract/backends/settings.ts';
import type { MigrateControl, MigrateRequest, MoveReport } from '@orrery/provider-kit/migrator.ts';
import { dockerLab, type LabEngineName } from '../../support/docker-lab.ts';

/** Both engines: one by its socket, one by TCP with mutual TLS. */
export async function labHosts(): Promise<DockerSettings['hosts']> {
  const [a, b] = await dockerLab.engines();
  if (!a || !b?.tls) throw new Error('The Docker lab is not up: run e2e/labs/docker/docker-lab up');
  return [{ url: `unix://${a.socket}` }, { url: `tcp://127.0.0.1:${b.port}`, tls: b.tls }];
}

export function moveRequest(id: string, operation: string, args: Partial<MigrateArgs>): MigrateRequest {
  const whole = migrateArgs.parse({ method: 'relocation', ...args });
  return { operation, kind: 'instance', id, action: 'migrate', args: whole, before: {} };
}

/** What a move has said on its way. */
export interface Told {
  reports: MoveReport[];
  handles: string[];
  control: MigrateControl;
}

export function told(signal: AbortSignal = new AbortController().signal): Told {
  const reports: MoveReport[] = [];
  const handles: string[] = [];
  const control: MigrateControl = {
    signal,
    progress: () => {},
    bind: async handle => void handles.push(handle),
    moved: report => void reports.push(report),
  };
  return { reports, handles, control };
}

export const phasesOf = ({ reports }: Told): string[] => reports.flatMap(r => r.phase ?? []);

/** Everything on both engines that bears a name, or the mark of a move: what a move may leave behind. */
export async function leftOn(engine: LabEngineName, name: string): Promise<string[]> {
  const lines = async (...args: string[]) =>
    (await dockerLab.docker(engine, ...args)).split('\n').filter(line => line !== '');
  const helpers = ['--filter', 'label=dev.orrery.helper', '--format', 'helper {{.ID}}'];
  return [
    ...(await lines('ps', '--all', '--filter', `name=^${name}`, '--format', 'container {{.Names}}')),
    ...(await lines('ps', '--all', ...helpers)),
    ...(await lines('volume', 'ls', '--filter', `name=${name}`, '--format', 'volume {{.Name}}')),
  ];
}
