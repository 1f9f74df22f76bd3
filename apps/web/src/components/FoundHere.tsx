import { useQuery } from '@tanstack/react-query';
import { orrery } from '../api/orrery.ts';
import { useT } from '../lib/i18n.ts';
import { serverWords } from '../lib/server-text.ts';
import { Button } from '../ui/Button.tsx';
import { ToneShape } from '../ui/ToneShape.tsx';

export type Found = Awaited<ReturnType<typeof orrery.admin.setup>>['found'][number];

/** What runs on this machine, each offered with one click; what cannot be used says why. */
export function FoundHere({ onChoose }: { onChoose: (found: Found) => void }) {
  const t = useT();
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => orrery.admin.setup() });
  if (!setup.data || setup.data.found.length === 0) return null;
  const title = t(setup.data.found.some(one => one.usable) ? 'backends.foundHere' : 'backends.lookedForHere');
  return (
    <section aria-label={title} className="w-full text-left text-13">
      <h2 className="mt-2 mb-1 text-12 text-muted">{title}</h2>
      <ul className="divide-y divide-line rounded-lg border bg-surface">
        {setup.data.found.map(found => (
          <li key={found.address} className="flex items-center gap-3 px-3 py-2">
            <ToneShape tone={found.usable ? 'ok' : 'off'} />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-mono text-12">{found.address}</span>
              {found.reason && <span className="block text-12 text-muted">{serverWords(found.reason)}</span>}
            </span>
            {found.usable && (
              <Button size="small" onClick={() => onChoose(found)}>
                {t('backends.use')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
