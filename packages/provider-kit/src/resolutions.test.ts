import { describe, expect, it } from 'vitest';
import { lookingCall, quietControl } from './calls.ts';
import { ProviderError } from './provider-error.ts';
import { resolutionOf, resolutionWhenGone, unlessGone } from './resolutions.ts';

const look = lookingCall('instance', 'kvm:7', quietControl(new AbortController().signal));
const gone = (action: string, more: { args?: object; before?: object } = {}) => ({
  ...look,
  args: { ...more.args },
  request: { ...look.request, action, before: { ...more.before } },
});

describe('what became of an action', () => {
  it.each([
    [true, 'succeeded'],
    [false, 'not-started'],
    [null, 'unknown'],
    [undefined, 'unknown'],
  ])('its goal is met: %s', (reached, state) => {
    expect(resolutionOf(reached)).toMatchObject({ state });
  });

  it('is another question once there is nothing to look at', async () => {
    const fail = (error: Error) =>
      unlessGone(
        () => Promise.reject(error),
        () => resolutionOf(true),
      );
    await expect(fail(new ProviderError('resource.not-found', 'no'))).resolves.toEqual({
      state: 'succeeded',
    });
    await expect(fail(new ProviderError('backend.timeout', 'late'))).rejects.toThrow('late');
    await expect(fail(new Error('other'))).rejects.toThrow('other');
    const seen = unlessGone(
      async () => resolutionOf(false),
      () => resolutionOf(true),
    );
    await expect(seen).resolves.toEqual({ state: 'not-started' });
  });
});

describe('an instance that is gone', () => {
  const none = () => [];

  it.each(['delete', 'stop', 'forceStop'])('was to end: %s', async action => {
    await expect(resolutionWhenGone(gone(action), none)).resolves.toEqual({ state: 'succeeded' });
  });

  it('was not to end', async () => {
    const resolution = await resolutionWhenGone(gone('rename'), none);
    expect(resolution).toMatchObject({ state: 'failed', code: 'resource.not-found' });
  });

  it('may have left volumes that were to go with it', async () => {
    const call = gone('delete', { args: { withVolumes: true }, before: { volumes: ['kvm:a', 'kvm:b', 3] } });
    const left = (volumes: readonly string[]) => volumes.filter(id => id === 'kvm:b');
    await expect(resolutionWhenGone(call, left)).resolves.toEqual({
      state: 'failed',
      code: 'backend.refused',
      message: 'The instance is gone, but 1 of its volumes are not',
    });
    await expect(resolutionWhenGone(call, async () => [])).resolves.toEqual({ state: 'succeeded' });
  });

  it('keeps the volumes that were to stay', async () => {
    const call = gone('delete', { before: { volumes: ['kvm:a'] } });
    await expect(resolutionWhenGone(call, volumes => volumes)).resolves.toEqual({ state: 'succeeded' });
  });
});
