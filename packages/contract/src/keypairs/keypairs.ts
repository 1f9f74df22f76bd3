import { z } from 'zod';
import { timestampSchema } from '../resources/base.ts';

export const keypairSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string().describe('Such as ssh-ed25519'),
  fingerprint: z.string().describe('SHA256:..., as ssh-keygen -l prints it'),
  publicKey: z.string(),
  createdAt: timestampSchema,
});
export type Keypair = z.infer<typeof keypairSchema>;

export const keypairsSchema = z.object({ items: z.array(keypairSchema) });

export const createKeypairSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9 @_.-]*$/, 'Use letters, digits, spaces and @ _ . -'),
  publicKey: z
    .string()
    .max(16_384)
    .nullable()
    .default(null)
    .describe('One line as in id_ed25519.pub; null: make a new Ed25519 pair'),
});

export const createdKeypairSchema = keypairSchema.extend({
  privateKey: z.string().nullable().describe('OpenSSH private key of a new pair; shown once'),
});
export type CreatedKeypair = z.infer<typeof createdKeypairSchema>;
