import { describeConformance } from '@orrery/provider-kit/conformance/describe-conformance.ts';
import { dockerFixture } from './docker-fixture.ts';

const testTimeoutMs = 400_000;

describeConformance('docker', await dockerFixture(), testTimeoutMs);
