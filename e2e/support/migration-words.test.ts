import * as words from '@orrery/contract/migrations/vocabulary.ts';
import { bases, confidences } from '@orrery/migration-model/outlook.ts';
import { remedyKinds } from '@orrery/migration-model/remedies.ts';
import { verdicts } from '@orrery/migration-model/verdict.ts';
import { expect, it } from 'vitest';

// The model imports nothing, the contract neither: that they say the same words is looked at here.
it('the model of migrations and the contract say the same words', () => {
  expect(words.migrationVerdicts).toEqual(verdicts);
  expect(words.remedyKinds).toEqual(remedyKinds);
  expect(words.predictionConfidences).toEqual(confidences);
  expect(words.predictionBases).toEqual(bases);
});
