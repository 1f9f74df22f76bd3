import { useBackendName } from '../../api/backend-name.ts';

/** The back end by its name, or by its id where that is all one may know. */
export function BackendCell({ id }: { id: string | null }) {
  const name = useBackendName(id);
  return (
    <span className="truncate" title={name ?? undefined}>
      {name}
    </span>
  );
}
