import { answer } from '../instrument/commands.ts';
import { type StampPlan, sendStamps, stampPattern } from '../instrument/stamp.ts';

export interface BroadcastPlan extends StampPlan {
  /** JSON of one message of ours with a stamp in it: the references send the same bytes. */
  template: string;
}

/** `stamp`: broadcast the template again and again, each time with a fresh stamp. Answers how many. */
export function broadcastCommands(broadcast: (payload: unknown) => void): void {
  answer('stamp', argument => {
    const plan = argument as BroadcastPlan; // fan-out.ts is the only caller
    return sendStamps(plan, stamp => broadcast(JSON.parse(plan.template.replace(stampPattern, stamp))));
  });
}
