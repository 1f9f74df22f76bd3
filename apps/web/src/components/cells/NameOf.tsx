import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { useNameOf } from '../../api/names.ts';
import { TextLink } from '../../ui/Link.tsx';
import { detailPath } from '../paths.ts';

type NameOfProps = {
  kind: ResourceKind;
  id: string;
  /** Of a table that holds the focus itself. */
  inGrid?: boolean;
};

/** What an id stands for, by its name, with the way to it; its id on hover, and alone where the name is not known. */
export function NameOf({ kind, id, inGrid = false }: NameOfProps) {
  const name = useNameOf(kind, id);
  if (name === undefined) return <code className="truncate font-mono text-12">{id}</code>;
  return (
    <TextLink
      href={detailPath(kind, id)}
      title={id}
      {...(inGrid ? { tabIndex: -1 } : {})}
      className="truncate font-normal"
    >
      {name}
    </TextLink>
  );
}
