import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { useState } from 'react';
import { useT } from '../../lib/i18n.ts';
import { ToneShape } from '../../ui/ToneShape.tsx';
import { verdictText } from './verdict-text.ts';

/** The verdict in a sentence. Its figures tick in silence; that it says something else is read out, politely. */
export function VerdictLine({ migration, announce = true }: { migration: Migration; announce?: boolean }) {
  const t = useT();
  const verdict = verdictText(t, migration);
  const [said, setSaid] = useState(verdict);
  if (said.key !== verdict.key) setSaid(verdict);
  return (
    <>
      <p className="flex items-start gap-2 text-13" data-verdict={verdict.key}>
        <ToneShape tone={verdict.tone} className="mt-1 shrink-0" />
        <span className="tabular min-w-0 [overflow-wrap:anywhere]">{verdict.text}</span>
      </p>
      {announce && (
        <span className="sr-only" aria-live="polite">
          {`${migration.instanceName}: ${said.text}`}
        </span>
      )}
    </>
  );
}
