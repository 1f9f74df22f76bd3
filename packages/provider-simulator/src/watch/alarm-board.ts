import type { EventType } from '@orrery/provider-kit/event-types.ts';
import type { SimulatedDataCentre } from '../data-centre.ts';
import type { HostLoad } from '../load/host-load.ts';
import type { SimAlarm, SimHost, SimPool } from '../world/model.ts';
import {
  type Condition,
  hostConditions,
  instanceConditions,
  judge,
  type Limits,
  poolConditions,
} from './conditions.ts';

type Rule = Limits & Pick<Condition<never>, 'key' | 'name' | 'description'>;

/** Raises and ends the alarms of a data centre, by what it finds when it looks. */
export class AlarmBoard {
  readonly #dataCentre: SimulatedDataCentre;
  /** Looks in a row at which it was too much, while no alarm is raised yet. */
  readonly #suspects = new Map<string, number>();
  /** What has alarms or is under suspicion: all others, which are most, are done with at a glance. */
  readonly #concerned = new Set<SimAlarm['target']>();

  constructor(dataCentre: SimulatedDataCentre) {
    this.#dataCentre = dataCentre;
  }

  lookAtHost(host: SimHost, load: HostLoad): void {
    for (const condition of hostConditions) this.#look(condition, host, condition.measure({ host, load }));
    if (!host.reachable) return;
    for (const instance of host.instances)
      for (const condition of instanceConditions)
        this.#look(condition, instance, condition.measure(instance));
  }

  lookAtPool(pool: SimPool): void {
    for (const condition of poolConditions) this.#look(condition, pool, condition.measure(pool));
  }

  /** Alarms about instances that are not there any more end without a word; hosts and pools stay. */
  forget(): void {
    const { alarms, instances } = this.#dataCentre.world;
    const gone = [...alarms.values()].filter(
      ({ target }) => target.kind === 'instance' && instances.get(target.native) !== target,
    );
    for (const { native, target } of gone) {
      alarms.delete(native);
      this.#concerned.delete(target);
    }
    if (gone.length > 0) this.#dataCentre.context().gone(gone);
  }

  #look(condition: Rule, target: SimAlarm['target'], figure: number | null): void {
    const { alarms } = this.#dataCentre.world;
    const now = this.#dataCentre.clock.now();
    const isCalm = figure === null || figure < Math.min(condition.warning, condition.critical);
    if (isCalm && !this.#concerned.has(target)) return;
    this.#concerned.add(target);
    const native = `alarm-${condition.key}-${target.native}`;
    const raised = alarms.get(native);
    const severity = judge(condition, figure, raised?.severity ?? null);
    if (severity === null) {
      this.#suspects.delete(native);
      if (raised) this.#end(raised);
      return;
    }
    if (raised) {
      if (raised.severity !== severity)
        this.#raise({ ...raised, severity, raisedAt: now, acknowledgedAt: null });
      return;
    }
    const looks = (this.#suspects.get(native) ?? 0) + 1;
    this.#suspects.set(native, looks);
    if (looks < condition.looks) return;
    this.#suspects.delete(native);
    const { name, description } = condition;
    this.#raise({
      kind: 'alarm',
      native,
      name,
      description,
      target,
      severity,
      raisedAt: now,
      acknowledgedAt: null,
    });
  }

  #raise(alarm: SimAlarm): void {
    this.#dataCentre.world.alarms.set(alarm.native, alarm);
    this.#dataCentre.touch(alarm);
    this.#tell(alarm, 'alarm.raised', `Alarm "${alarm.name}" was raised: ${alarm.severity}`);
  }

  #end(alarm: SimAlarm): void {
    this.#dataCentre.world.alarms.delete(alarm.native);
    this.#dataCentre.context().gone([alarm]);
    this.#tell(alarm, 'alarm.cleared', `Alarm "${alarm.name}" is over`);
  }

  /** As something that happened to what it is about. */
  #tell({ target, severity }: SimAlarm, type: EventType, message: string): void {
    const weight = type === 'alarm.cleared' ? 'info' : severity === 'critical' ? 'error' : 'warning';
    this.#dataCentre.announce(target, { type, message }, { severity: weight });
  }
}
