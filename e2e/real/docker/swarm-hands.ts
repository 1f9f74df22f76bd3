import { nativeIds } from '@orrery/provider-docker/ids.ts';
import { dockerLab } from '../../support/docker-lab.ts';

/** In the images of the lab; it ends at once when it is told to. */
export const obedient = ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 1 & wait $!; done'];

/** Hands on a swarm of the lab's engines, behind Orrery's back. Engine a manages it. */
export const swarmHands = {
  /** Native id of its cluster. */
  cluster: async (): Promise<string> =>
    nativeIds.swarm(await dockerLab.docker('a', 'info', '--format', '{{.Swarm.Cluster.ID}}')),

  service: (name: string, ...options: string[]): Promise<string> =>
    dockerLab.docker(
      'a',
      ...['service', 'create', '--quiet', '--detach', '--name', name, '--no-resolve-image'],
      ...[...options, 'lab/busybox:1', ...obedient],
    ),

  /** Of what a repeated test made before. */
  forget: async (...services: string[]): Promise<void> => {
    for (const service of services)
      await dockerLab.docker('a', 'service', 'rm', service).catch(() => undefined);
  },

  remove: async (service: string): Promise<void> =>
    void (await dockerLab.docker('a', 'service', 'rm', service)),

  /** `active` or `drain`. */
  turn: async (host: string, availability: string): Promise<void> =>
    void (await dockerLab.docker('a', 'node', 'update', '--availability', availability, host)),

  availability: (host: string): Promise<string> =>
    dockerLab.docker('a', 'node', 'inspect', '--format', '{{.Spec.Availability}}', host),

  wanted: (service: string): Promise<string> =>
    dockerLab.docker('a', 'service', 'inspect', '--format', '{{.Spec.Mode.Replicated.Replicas}}', service),
};
