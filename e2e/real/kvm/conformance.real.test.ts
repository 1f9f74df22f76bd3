import { describeConformance } from '@orrery/provider-kit/conformance/describe-conformance.ts';
import { kvmFixture } from './kvm-fixture.ts';

/** Guests boot in 15 to 30 s here, in minutes when the machine is busy, and one test boots one twice. */
const testTimeoutMs = 900_000;

describeConformance('libvirt', await kvmFixture(), testTimeoutMs);
