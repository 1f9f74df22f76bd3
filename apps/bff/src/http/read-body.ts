import express, { type Request, type Response } from 'express';

/** A bulk request of 1,000 long ids is about 100 kB. */
const largestBody = '256kb';
const parse = express.json({ limit: largestBody, strict: true });

/** Read late, after the caller was found to be allowed: strangers' bodies are never kept. Undefined when it is not JSON. */
export function readBody(request: Request, response: Response): Promise<unknown> {
  return new Promise((resolve, reject) => {
    parse(request, response, (error?: unknown) => {
      if (error === undefined) resolve(request.body);
      else reject(error);
    });
  });
}
