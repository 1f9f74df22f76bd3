import { RequestError } from '../errors/request-error.ts';

/** The same words whether there is none or it belongs to somebody else: an answer must not tell which. */
export const notFound = (): RequestError =>
  new RequestError('resource.not-found', 'There is no such resource, or you may not see it');
