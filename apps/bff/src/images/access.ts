import { may, type Principal } from '../authz/principal.ts';
import type { ImageRow } from '../database/schema/images.ts';
import { RequestError } from '../errors/request-error.ts';

/** May look at it and take its bytes: IM-40 in docs/specs/images.md. The same rule is in authz/scope.ts, for rows. */
export function seesImage(principal: Principal, image: ImageRow): boolean {
  if (image.visibility === 'public' || may(principal, 'inventory.read', image.project)) return true;
  return image.visibility === 'shared' && image.sharedWith.some(id => may(principal, 'inventory.read', id));
}

/** Throws unless the image may be changed: by its project while it is not public, by publishers always. */
export function refuseChange(principal: Principal, image: ImageRow): void {
  if (!seesImage(principal, image)) throw new RequestError('resource.not-found', 'There is no such image');
  if (!may(principal, 'image.change', image.project))
    throw new RequestError('permission.denied', 'Your role does not allow to change images of this project');
  if (image.visibility === 'public' && !may(principal, 'image.publish'))
    throw new RequestError(
      'permission.denied',
      'It is public: only those who may publish images can change it',
    );
}

/** The project that a new image belongs to; null for images of no project. */
export function owningProject(principal: Principal, asked: string | null): string | null {
  if (asked !== null) {
    if (may(principal, 'image.change', asked)) return asked;
    const known = may(principal, 'inventory.read', asked);
    throw known
      ? new RequestError('permission.denied', 'Your role in this project does not allow to add images')
      : new RequestError('resource.not-found', 'There is no such project');
  }
  if (may(principal, 'image.change')) return null;
  const own = principal.memberships.filter(m => may(principal, 'image.change', m.project));
  const [only] = own;
  if (only === undefined)
    throw new RequestError('permission.denied', 'Your role does not allow to add images');
  if (own.length > 1)
    throw new RequestError('request.invalid', 'You may add images to several projects; say to which', {
      reasons: [{ field: 'project', message: 'Name the project that the image is to belong to' }],
    });
  return only.project;
}
