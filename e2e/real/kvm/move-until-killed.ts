// Moves a guest and says how far it is, until somebody kills it: what a crash of the BFF looks like to the hosts.
import { MoveRig, traceMove } from './move-rig.ts';

const [name = '', toHost = '', bandwidth = ''] = process.argv.slice(2);
const rig = await MoveRig.start();
await rig.seen(name, 'listed', () => true);
const { control } = traceMove();
const request = rig.request(name, { toHost, bandwidth: Number(bandwidth) });
await rig.migrator.migrate(request, {
  ...control,
  bind: async handle => console.log(`handle ${handle}`),
  moved: ({ sample }) => console.log(`sample ${sample?.memory?.sentBytes ?? 0}`),
});
console.log('moved');
