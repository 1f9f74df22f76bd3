import { queryFields } from './query-fields.ts';
import { capabilities } from './sentences/capabilities.ts';
import { demo } from './sentences/demo.ts';
import { fragments } from './sentences/fragments.ts';
import { images } from './sentences/images.ts';
import { launch } from './sentences/launch.ts';
import { moves } from './sentences/moves.ts';
import { query } from './sentences/query.ts';
import { requests } from './sentences/requests.ts';
import { shared } from './sentences/shared.ts';
import { status } from './status.ts';

/** What the server says, found again by its English (see lib/sentences.ts). */
export const phrasebook = {
  sentences: {
    ...queryFields,
    ...query,
    ...requests,
    ...launch,
    ...images,
    ...moves,
    ...capabilities,
    ...demo,
    ...shared,
  },
  fragments: { ...status, ...fragments },
};
