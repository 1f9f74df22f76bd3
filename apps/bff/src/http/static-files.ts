import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import expressStaticGzip from 'express-static-gzip';

/** Vite puts a hash of the content into the names below this folder. */
const hashedFolder = '/assets/';

/**
 * The built web app, as it was compressed when it was built (apps/web/build/precompressed.ts). Unknown paths without an extension are pages of the app, so they get its
 * index.html.
 */
export function staticFiles(directory: string): RequestHandler[] {
  const files = expressStaticGzip(directory, {
    index: false,
    enableBrotli: true,
    orderPreference: ['br', 'gz'],
    serveStatic: { redirect: false, setHeaders },
  });
  return [files, pages(join(directory, 'index.html'))];
}

function setHeaders(response: ServerResponse, path: string): void {
  const hashed = path.replaceAll('\\', '/').includes(hashedFolder);
  response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
}

function pages(index: string): RequestHandler {
  return async (request, response, next) => {
    if ((request.method !== 'GET' && request.method !== 'HEAD') || !isPage(request.path)) return next();
    if (!(await exists(index))) return next();
    response.setHeader('Cache-Control', 'no-cache');
    // The file is ours and fixed; its folder may well be hidden (a checkout below ~/.cache).
    response.sendFile(index, { dotfiles: 'allow' });
  };
}

/** `/instances/lab:web-1.example` is a page too: what stands in ids looks like extensions, so only the app's own folders are files. */
const isPage = (path: string): boolean => !path.startsWith('/api/') && !path.startsWith(hashedFolder);

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    found => found.isFile(),
    () => false,
  );
