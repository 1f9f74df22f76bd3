import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { apiCall } from './ApiCall.tsx';

describe('copy as API call', () => {
  it('is one that a shell reads as it was meant, quotes and all', () => {
    const launch = {
      name: 'web',
      source: { from: 'image' as const, image: "it's" },
      userData: '#!/bin/sh\necho "$HOME" \'x\'\n',
    };
    const call = apiCall(launch, 'http://localhost:8780').replace(/^curl/, 'printf "%s\\n"');
    const printed = execFileSync('sh', ['-c', call], { encoding: 'utf8', env: { ORRERY_TOKEN: 't' } });
    const body: unknown = JSON.parse(printed.slice(printed.indexOf('{')));
    expect(body).toEqual(launch);
  });
});
