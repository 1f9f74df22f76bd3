import { useLiveResource } from '../../api/live-resource.ts';
import { TextLink } from '../../ui/Link.tsx';
import { detailPath } from '../paths.ts';

/** What an instance was made from, which may be gone, or a name that is no row's id. */
export function ImageName({ image }: { image: string }) {
  const found = useLiveResource('image', image);
  if (found.state !== 'ready') return image;
  return <TextLink href={detailPath('image', image)}>{found.resource.name}</TextLink>;
}
