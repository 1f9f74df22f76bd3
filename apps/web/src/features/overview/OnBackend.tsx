import { useBackendName } from '../../api/backend-name.ts';

/** Where one of several that are named alike is. */
export function OnBackend({ id }: { id: string }) {
  return <span className="text-12 text-muted"> · {useBackendName(id)}</span>;
}
