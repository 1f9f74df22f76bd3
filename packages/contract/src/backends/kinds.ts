import { z } from 'zod';

/** The kinds of control plane that Orrery can be configured for. */
export const backendKinds = ['libvirt', 'vsphere', 'docker', 'openstack', 'simulator'] as const;
export const backendKindSchema = z.enum(backendKinds);
export type BackendKind = z.infer<typeof backendKindSchema>;
