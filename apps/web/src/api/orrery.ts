import { OrreryClient } from '@orrery/client/orrery-client.ts';

/** The one way to the API: same origin, session cookie. */
export const orrery = new OrreryClient();
