import { useNameOf } from './names.ts';
import { useMayAnywhere } from './session.ts';

/** What a back end is called. Its id until that is known, and for those who may not know the back ends. */
export function useBackendName(id: string | null): string | null {
  const fleet = useMayAnywhere('fleet.read');
  return useNameOf(fleet ? 'backend' : null, id) ?? id;
}
