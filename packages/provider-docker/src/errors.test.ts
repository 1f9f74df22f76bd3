import { describe, expect, it } from 'vitest';
import { toEngineError } from './engine/engine-error.ts';
import { toProviderError } from './errors.ts';

const told = (error: unknown, how: Partial<{ late: boolean; aborted: boolean }> = {}) =>
  toProviderError(toEngineError(error, { late: false, aborted: false, ...how }));
const answer = (statusCode: number, message: string) =>
  Object.assign(new Error(`(HTTP code ${statusCode}) unexpected - ${message} `), {
    statusCode,
    json: { message },
  });

describe('what leaves the provider', () => {
  it.each([
    [404, 'No such container: x', 'resource.not-found'],
    [401, 'unauthorized', 'backend.permission'],
    [409, 'container is restarting', 'backend.refused'],
    [500, 'OCI runtime create failed', 'backend.refused'],
  ])('answer %i', (status, message, code) => {
    expect(told(answer(status, message))).toMatchObject({ code, message });
  });

  it('names no other container', () => {
    const conflict =
      'Conflict. The container name "/web" is already in use by container "0a1b". You have to rename.';
    const error = told(answer(409, conflict));
    expect(error).toMatchObject({ code: 'backend.refused', advice: 'Choose another name' });
    expect(error.message).not.toContain('0a1b');
  });

  it('names no address', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:2376'), { code: 'ECONNREFUSED' });
    expect(told(refused)).toMatchObject({ code: 'backend.unavailable' });
    expect(told(refused).message).not.toContain('10.1.2.3');
  });

  it('tells late from unwanted', () => {
    expect(told(new Error('aborted'), { late: true }).code).toBe('backend.timeout');
    expect(told(new Error('aborted'), { aborted: true, late: true }).code).toBe('cancelled');
  });
});

it('TLS complaints are said in words', () => {
  const openssl = Object.assign(
    new Error(
      '40DD:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:../x.c:918:',
    ),
    { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' },
  );
  expect(toEngineError(openssl, { late: false, aborted: false })).toMatchObject({
    kind: 'tls',
    message: 'tlsv13 alert certificate required',
  });
});
