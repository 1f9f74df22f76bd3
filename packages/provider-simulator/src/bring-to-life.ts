import { churn, flap } from './churn.ts';
import type { SimulatedDataCentre } from './data-centre.ts';
import { keepWatch } from './watch/keep-watch.ts';

/** Builds the data centre and lets people, scripts and faults at it. Returns how to make them stop. */
export function bringToLife(dataCentre: SimulatedDataCentre): () => void {
  let ended = false;
  let ends: (() => void)[] = [];
  void dataCentre.populate().then(() => {
    if (!ended) ends = [churn(dataCentre), flap(dataCentre), keepWatch(dataCentre)];
    return ends;
  });
  return () => {
    ended = true;
    for (const end of ends) end();
  };
}
