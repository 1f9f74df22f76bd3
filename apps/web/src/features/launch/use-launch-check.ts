import { OrreryError } from '@orrery/client/orrery-error.ts';
import type { LaunchCheck, LaunchInput } from '@orrery/contract/launch/launch.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useState } from 'react';
import { orrery } from '../../api/orrery.ts';

/** Typing is over after this pause. */
const PAUSE_MS = 250;
/** What others launch meanwhile changes what fits. */
const AGAIN_MS = 10_000;

const isNotUnderstood = (error: unknown): boolean =>
  error instanceof OrreryError && error.problem.status === 400;

/** What the server says of the launch as it stands on the screen; the answer before stays until the next one. */
export function useLaunchCheck(launch: LaunchInput | null): {
  check: LaunchCheck | undefined;
  /** The answer belongs to what is on the screen now. */
  current: boolean;
  error: unknown;
} {
  const text = useDeferredValue(JSON.stringify(launch));
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery({
    queryKey: ['launch-check', settled],
    queryFn: ({ signal }) => {
      // It is this component's own request, made into text to be compared.
      const asked = JSON.parse(settled) as LaunchInput;
      return orrery.own.checkLaunch(asked, signal);
    },
    enabled: settled !== 'null',
    placeholderData: keepPreviousData,
    // What is not understood is not understood better later.
    refetchInterval: ({ state }) => (isNotUnderstood(state.error) ? false : AGAIN_MS),
    retry: false,
  });
  return {
    // The answer to something else is none while there is nothing to ask.
    check: launch === null ? undefined : query.data,
    current: settled === text && !query.isPlaceholderData && query.isSuccess,
    error: query.error,
  };
}
