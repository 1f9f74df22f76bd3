import { describeConformance } from '@orrery/provider-kit/conformance/describe-conformance.ts';
import { vsphereFixture } from './vsphere-fixture.ts';

describeConformance('vsphere', await vsphereFixture(), 400_000);
