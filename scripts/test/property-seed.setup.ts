// Property tests draw the same cases in every run, so that a red run is about the change that it is a run of.
// To look for new cases: ORRERY_PROPERTY_SEED=random, or the seed that a failure has told.
import fc from 'fast-check';

const asked = process.env['ORRERY_PROPERTY_SEED'] ?? '20261122';
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked) });
