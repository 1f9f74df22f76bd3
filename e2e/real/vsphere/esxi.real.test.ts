import { describeConformance } from '@orrery/provider-kit/conformance/describe-conformance.ts';
import { afterAll } from 'vitest';
import { esxiLab } from '../../support/vsphere-lab.ts';
import { esxiFixture } from './esxi-fixture.ts';

const lab = await esxiLab();
await lab.up();
afterAll(() => lab.down());

describeConformance('esxi', await esxiFixture(lab), 400_000);
