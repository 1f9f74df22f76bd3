/**
 * A stamp is a text that carries the time at which it was sent: `!bench-000017-1763779200123`. It travels as the name of
 * a row, so every side (our page, a bare page, a counting client) can find it in what it shows or receives.
 * `!` sorts before letters and digits: the row is the first of a list sorted by name.
 */
export const stampPrefix = '!bench-';
export const stampPattern = /!bench-(\d{6})-(\d{13})/;

export function stampText(sequence: number): string {
  return `${stampPrefix}${String(sequence).padStart(6, '0')}-${Date.now()}`;
}

export interface StampPlan {
  perSecond: number;
  seconds: number;
}

/** Sends `plan.seconds * plan.perSecond` stamps, unevenly, so that they do not march in step with the frames. */
export function sendStamps(plan: StampPlan, send: (text: string) => void): Promise<number> {
  const count = Math.round(plan.perSecond * plan.seconds);
  const step = 1000 / plan.perSecond;
  const started = performance.now();
  return new Promise(resolve => {
    let sent = 0;
    const next = () => {
      send(stampText(sent));
      sent += 1;
      if (sent === count) return resolve(count);
      const due = started + step * (sent + (Math.random() - 0.5) * 0.4);
      setTimeout(next, Math.max(0, due - performance.now()));
    };
    next();
  });
}
