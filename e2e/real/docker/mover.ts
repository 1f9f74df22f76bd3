/** A process of its own that moves a container, to be killed while it does: `node mover.ts <id> <to> <operation>`. */
import { migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import { labHosts, moveRequest, told } from './mover-rig.ts';
import { Watched } from './watched.ts';

const [id = '', toHost = '', operation = ''] = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);
const watched = new Watched(await labHosts());
await watched.seen(id.replace('lab:', ''), () => true);
await Promise.all(['dlab-a', 'dlab-b'].map(part => watched.reaches(part, 'up')));
const { control } = told();
const { migrator } = watched.provider;
const args = migrateArgs.parse({ toHost, method: 'relocation', bandwidth: 20_000_000 });
await migrator?.migrate(moveRequest(id, operation, args), {
  ...control,
  bind: async handle => void say(`handle ${handle}`),
  moved: ({ phase }) => void (phase && say(`phase ${phase}`)),
});
say('phase done');
process.exit(0);
