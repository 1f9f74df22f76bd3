import { useQuery } from '@tanstack/react-query';
import { orrery } from './orrery.ts';

/** Others change them too: they are asked for again after so long. */
const AGAIN_MS = 15_000;

export const securityGroupsKey = ['security-groups'];

/** The security groups of all projects that this person sees, by name. */
export const useSecurityGroups = () =>
  useQuery({
    queryKey: securityGroupsKey,
    queryFn: ({ signal }) => orrery.own.securityGroups(undefined, signal),
    refetchInterval: AGAIN_MS,
  });
