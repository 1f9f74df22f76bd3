import type { SimulatedDataCentre } from '../data-centre.ts';
import { type HostLoad, hostLoad } from '../load/host-load.ts';
import type { SimHost } from '../world/model.ts';
import { AlarmBoard } from './alarm-board.ts';
import { BalancerBoard } from './balancer-board.ts';

const everyMs = 2_000;
/** Hosts and clusters are looked at in turns, so that no look is long. */
const hostsATurn = 200;
const fewestTurns = 3;

/** The data centre looks after itself: alarms of what is too much, and what its balancers would do about it. */
export function keepWatch(dataCentre: SimulatedDataCentre): () => void {
  const { world, clock } = dataCentre;
  const alarms = new AlarmBoard(dataCentre);
  const balancers = new BalancerBoard(dataCentre);
  const turns = Math.max(fewestTurns, Math.ceil(dataCentre.settings.hosts / hostsATurn));
  /** As last seen: counting a whole cluster at once would take long. */
  const loads = new Map<SimHost, HostLoad>();
  let turn = 0;
  let cancel = () => {};
  const look = () => {
    const mine = <T>(all: readonly T[]): T[] => all.filter((_, index) => index % turns === turn);
    for (const host of mine(world.hosts)) {
      const load = hostLoad(host, clock.now());
      loads.set(host, load);
      alarms.lookAtHost(host, load);
    }
    for (const pool of mine(world.pools)) alarms.lookAtPool(pool);
    for (const cluster of mine(world.clusters)) balancers.look(cluster, loads);
    alarms.forget();
    turn = (turn + 1) % turns;
    cancel = clock.after(everyMs, look);
  };
  cancel = clock.after(everyMs, look);
  return () => cancel();
}
