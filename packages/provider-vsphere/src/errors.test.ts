import { VimFault, VimTransportError } from '@orrery/vim25/errors.ts';
import { describe, expect, it } from 'vitest';
import { toProviderError } from './errors.ts';

const fault = (name: string, message = '', detail = {}) =>
  new VimFault({ fault: name, message, detail, method: 'PowerOnVM_Task' });

describe('errors', () => {
  it.each([
    ['NoPermission', 'backend.permission'],
    ['InvalidLogin', 'backend.permission'],
    ['ManagedObjectNotFound', 'resource.not-found'],
    ['InvalidPowerState', 'resource.state'],
    ['TaskInProgress', 'resource.state'],
    ['RequestCanceled', 'cancelled'],
    ['NotAuthenticated', 'backend.unavailable'],
    ['DuplicateName', 'backend.refused'],
    ['SomethingNew', 'backend.refused'],
  ])('the fault %s is %s', (name, code) => {
    expect(toProviderError(fault(name)).code).toBe(code);
  });

  it('names the missing privilege, and what to do', () => {
    const error = toProviderError(fault('NoPermission', '', { privilegeId: 'Datastore.Browse' }));
    expect(error.message).toContain('Datastore.Browse');
    expect(error.advice).toContain('Datastore.Browse');
  });

  it('speaks vCenter’s own words where it has some', () => {
    expect(toProviderError(fault('HostCommunication', 'Unable to communicate with it')).message).toBe(
      'Unable to communicate with it',
    );
    expect(toProviderError(fault('HostCommunication', '*types.HostCommunication')).message).toBe(
      'vCenter refused it: HostCommunication',
    );
  });

  it('keeps addresses out of what tenants read', () => {
    const error = toProviderError(new VimTransportError('refused', 'connect ECONNREFUSED 10.0.0.1:443'));
    expect(error).toMatchObject({
      code: 'backend.unavailable',
      message: expect.not.stringContaining('10.0.0.1'),
    });
    expect(toProviderError(new VimTransportError('timeout', 'late')).code).toBe('backend.timeout');
  });
});
