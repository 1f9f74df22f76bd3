import { capabilities } from '@orrery/contract/capabilities.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeAttachments } from './attachments.ts';
import { describeConsoles } from './consoles.ts';
import { describeCreation } from './creation.ts';
import { describeCreationFailures } from './creation-failures.ts';
import { describeDefinition } from './definition.ts';
import { describeExistence } from './existence.ts';
import { describeHostImages } from './host-images.ts';
import { describeInsides } from './insides.ts';
import { describeImagesOfInstances } from './images-of-instances.ts';
import { describeInspection } from './inspection.ts';
import { describeInterruptions } from './interruptions.ts';
import { describeMaintenance } from './maintenance.ts';
import { describeMigrations } from './migrations.ts';
import { describeOwnership } from './ownership.ts';
import { describeServices } from './services.ts';
import { describeSnapshots } from './snapshots.ts';
import type { ConformanceFixture } from './fixture.ts';
import { describeHealth } from './health.ts';
import { describeInventory } from './inventory.ts';
import { describeMadeThings } from './made-things.ts';
import { describeMetrics } from './metrics.ts';
import { describePower } from './power.ts';
import { describePush } from './push.ts';
import { describeRefusals } from './refusals.ts';
import { capabilityReport, writeCapabilityReport } from './report.ts';
import { describeSecurity } from './security.ts';
import { describeStorage } from './storage.ts';
import { Suite } from './suite.ts';
import { describeVolumeContents } from './volume-contents.ts';
import { describeWatching } from './watching.ts';

/** Making the backend ready may mean starting hypervisors. */
const upTimeoutMs = 300_000;

/**
 * The one suite that every provider passes, simulated or real (DESIGN §4). Tests run in order on one backend; each makes
 * the instances it needs. `testTimeoutMs` is in real time: real guests take half a minute to boot.
 */
export function describeConformance(name: string, fixture: ConformanceFixture, testTimeoutMs = 20_000): void {
  describe(`conformance: ${name}`, { timeout: testTimeoutMs }, () => {
    const suite = new Suite(fixture);
    beforeAll(() => suite.begin(), upTimeoutMs);
    afterAll(() => suite.end(), upTimeoutMs);

    describeInventory(suite);
    describeInspection(suite);
    describePush(suite);
    describePower(suite);
    describeDefinition(suite);
    describeOwnership(suite);
    describeExistence(suite);
    describeSnapshots(suite);
    describeStorage(suite);
    describeCreation(suite);
    describeCreationFailures(suite);
    describeMadeThings(suite);
    describeVolumeContents(suite);
    describeImagesOfInstances(suite);
    describeSecurity(suite);
    describeAttachments(suite);
    if (fixture.migration) describeMigrations(suite);
    describeMaintenance(suite);
    describeWatching(suite);
    describeServices(suite);
    describeInsides(suite);
    describeHostImages(suite);
    describeConsoles(suite);
    describeMetrics(suite);
    describeRefusals(suite);
    describeInterruptions(suite);
    describeHealth(suite);

    it('no event that tenants may read names a host', () => {
      const { mirror } = suite.session;
      const hosts = mirror.all('host').map(h => h.name);
      const readable = mirror.events.filter(e => e.targetKind !== 'host' && e.targetKind !== 'cluster');
      expect(readable.length).toBeGreaterThan(0);
      expect(readable.filter(e => hosts.some(name => e.message.includes(name)))).toEqual([]);
    });

    it('everything it claims has been exercised', async () => {
      await writeCapabilityReport(capabilityReport(name, suite.table, suite.exercised));
      const untried = capabilities.filter(c => suite.claims(c) && !suite.exercised.has(c));
      expect(untried).toEqual([]);
      expect(suite.session.mirror.invalid).toEqual([]);
    });
  });
}
