import { migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import { systemClock } from '@orrery/provider-kit/clock.ts';
import { InventoryMirror } from '@orrery/provider-kit/conformance/mirror.ts';
import type { MigrateControl, MigrateRequest, Migrator, MoveReport } from '@orrery/provider-kit/migrator.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import { libvirtModule } from '@orrery/provider-libvirt/module.ts';
import { kvmLab } from '../../support/kvm-lab.ts';

/** What a move told on its way. */
export interface MoveTrace {
  reports: (MoveReport & { seenAt: number })[];
  handles: string[];
  control: MigrateControl;
  aborting: AbortController;
}

export function traceMove(): MoveTrace {
  const reports: MoveTrace['reports'] = [];
  const handles: string[] = [];
  const aborting = new AbortController();
  const control: MigrateControl = {
    signal: aborting.signal,
    progress: () => {},
    bind: async handle => {
      handles.push(handle);
    },
    moved: report => {
      reports.push({ ...report, seenAt: performance.now() });
    },
  };
  return { reports, handles, control, aborting };
}

export const phasesOf = ({ reports }: Pick<MoveTrace, 'reports'>): string[] =>
  reports.flatMap(r => (r.phase === undefined ? [] : [r.phase]));

export const samplesOf = ({ reports }: Pick<MoveTrace, 'reports'>) =>
  reports.flatMap(r => (r.sample === undefined ? [] : [r.sample]));

/** A provider on the lab, and short ways to move things with it. */
export class MoveRig {
  readonly mirror = new InventoryMirror(systemClock);

  readonly provider;

  private constructor(hosts: { uri: string; migrationUri?: string }[]) {
    this.provider = libvirtModule.open(
      { backend: 'lab', backendName: 'KVM lab', clock: systemClock, random: Math.random, log: () => {} },
      { kind: 'libvirt', hosts },
    );
  }

  static async start(change: (uri: string, name: string) => { migrationUri?: string } = () => ({})) {
    const hosts = await kvmLab.hosts();
    const rig = new MoveRig(hosts.map(({ uri, name }) => ({ uri, ...change(uri, name) })));
    rig.provider.start(rig.mirror);
    await rig.mirror.waitFor('three hosts', () => rig.mirror.all('host').length >= 3, 120_000);
    return rig;
  }

  get migrator(): Migrator {
    if (!this.provider.migrator) throw new Error('It moves nothing');
    return this.provider.migrator;
  }

  named(name: string): Reported<'instance'> | undefined {
    return this.mirror.all('instance').find(i => i.name === name);
  }

  seen(name: string, what: string, test: (i: Reported<'instance'>) => boolean) {
    const probe = () => {
      const instance = this.named(name);
      return instance && test(instance) ? instance : null;
    };
    return this.mirror.waitFor(`${name} ${what}`, probe, 120_000);
  }

  request(name: string, args: Record<string, unknown>): MigrateRequest {
    const instance = this.named(name);
    if (!instance) throw new Error(`There is no ${name}`);
    return {
      operation: crypto.randomUUID(),
      kind: 'instance',
      id: instance.id,
      action: 'migrate',
      args: migrateArgs.parse(args),
      before: { ...instance },
    };
  }
}
