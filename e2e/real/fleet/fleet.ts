import { dockerLab, dockerLabConfig } from '../../support/docker-lab.ts';
import { kvmLab, kvmLabConfig } from '../../support/kvm-lab.ts';
import { vsphereLab, vsphereSettings } from '../../support/vsphere-lab.ts';
import { LabHands } from '../vsphere/lab-hands.ts';

/** One of each kind, made by hand at its own back end, and stopped. */
export const names = {
  guest: 'fleet-guest',
  container: 'fleet-container',
  machine: 'fleet-machine',
} as const;

/** Three real back ends at once, driven by their own means. */
export class Fleet {
  readonly #hands: LabHands;
  readonly #machine: string;

  private constructor(hands: LabHands, machine: string) {
    this.#hands = hands;
    this.#machine = machine;
  }

  static async open(): Promise<Fleet> {
    await removeOthers();
    await kvmLab.launch(1, names.guest, '--mem', '96', '--pool', 'local', '--no-start');
    await dockerLab.docker('a', 'create', '--name', names.container, 'lab/busybox:1', 'sleep', '100000');
    const hands = await LabHands.open(await vsphereLab.vcenter());
    const machine = {
      name: names.machine,
      running: false,
      guest: 'listening',
      part: null,
      project: null,
    } as const;
    return new Fleet(hands, await hands.make(machine));
  }

  async config(): Promise<{ backends: object[] }> {
    const vcenter = await vsphereLab.vcenter();
    return {
      backends: [
        ...(await kvmLabConfig()).backends,
        ...(await dockerLabConfig()).backends,
        { id: 'vc', name: 'vSphere lab', ...vsphereSettings(vcenter, vcenter.url) },
      ],
    };
  }

  /** As virsh, docker and the vCenter say. */
  async states(): Promise<Record<keyof typeof names, string | undefined>> {
    return {
      guest: await kvmLab.state(1, names.guest),
      container: await dockerLab.docker('a', 'inspect', '--format', '{{.State.Status}}', names.container),
      machine: (await this.#hands.look(this.#machine))?.powerState,
    };
  }

  async close(): Promise<void> {
    await removeOthers();
    await this.#hands.destroy(this.#machine);
    await this.#hands.close();
  }
}

async function removeOthers(): Promise<void> {
  await kvmLab.remove(1, names.guest);
  await dockerLab.docker('a', 'rm', '--force', names.container).catch(() => undefined);
}
