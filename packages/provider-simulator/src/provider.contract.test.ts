import { describeConformance } from '@orrery/provider-kit/conformance/describe-conformance.ts';
import { simulatorFixture } from './testing/simulator-fixture.ts';

describeConformance('simulator', simulatorFixture());
