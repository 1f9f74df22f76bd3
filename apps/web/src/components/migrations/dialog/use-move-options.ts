import type { MoveWish } from '@orrery/client/moves-client.ts';
import type { MigrationOptions } from '@orrery/contract/migrations/options.ts';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { orrery } from '../../../api/orrery.ts';

interface AskedOptions {
  asked: UseQueryResult<MigrationOptions>;
  /** The best that is known: prices get closer when the guest was looked at for longer. */
  options: MigrationOptions | undefined;
  /** The guest is being looked at for longer, behind what is shown. */
  refining: boolean;
}

/** Where it can move, at once after a short look at what it writes, and again after a longer one. */
export function useMoveOptions(instance: string, wish: MoveWish): AskedOptions {
  const asked = useQuery({
    queryKey: ['migration-options', instance, wish],
    queryFn: ({ signal }) => orrery.moves.options(instance, wish, signal),
    // Prices of the wish before stay until those of this one are there.
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const refined = useQuery({
    queryKey: ['migration-options', instance, wish, 'long look'],
    queryFn: ({ signal }) => orrery.moves.options(instance, { ...wish, longLook: true }, signal),
    enabled: asked.data?.measurement?.refinable === true && !asked.isPlaceholderData,
    // What is there is good enough: a look that failed is not worth a second one.
    retry: false,
    gcTime: 0,
  });
  return { asked, options: refined.data ?? asked.data, refining: refined.isFetching };
}
