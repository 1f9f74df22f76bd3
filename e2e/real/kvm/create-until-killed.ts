// Makes an instance and says its phases, until somebody kills it: what a crash of the BFF looks like to a host.
import { labImage } from './kvm-creation.ts';
import { CreationRig, freshCopy } from './creation-rig.ts';

const [name = '', operation = '', fresh = ''] = process.argv.slice(2);
const rig = await CreationRig.start();
const base = await labImage();
const image = fresh === 'fresh' ? await freshCopy(base) : base;
console.log(`sha256 ${image.sha256} ${image.sizeBytes}`);
const request = rig.request(rig.instance(name, image, { start: true }), 'lab:host1', operation);
await rig.creator.create(
  request,
  rig.control({ progress: ({ phase, message }) => console.log(`phase ${phase} ${message ?? ''}`) }),
);
console.log('phase done');
