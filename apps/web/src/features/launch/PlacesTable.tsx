import type { LaunchCheck } from '@orrery/contract/launch/launch.ts';
import { useT } from '../../lib/i18n.ts';
import { placeWords } from '../../lib/server-text.ts';
import { ToneShape } from '../../ui/ToneShape.tsx';
import { Fold } from './Fold.tsx';

/** Every host with its verdict: why there, and why not there. */
export function PlacesTable({ hosts }: { hosts: LaunchCheck['hosts'] }) {
  const t = useT();
  const fitting = hosts.filter(({ fits }) => fits).length;
  const ordered = hosts.toSorted(
    (a, b) =>
      Number(b.fits) - Number(a.fits) ||
      (b.score ?? 0) - (a.score ?? 0) ||
      a.hostName.localeCompare(b.hostName),
  );
  return (
    <Fold title={t('launch.places')} filled={t('launch.placesFit', { fitting, all: hosts.length })}>
      <ul className="scroll-area flex max-h-80 flex-col gap-2 text-13">
        {ordered.map(({ host, hostName, fits, score, reasons }) => (
          <li key={host} className="flex gap-2">
            <ToneShape tone={fits ? 'ok' : 'off'} className="mt-1" />
            <span className="min-w-0 flex-1">
              <span className="flex gap-2">
                <span className="min-w-0 flex-1 truncate font-medium">{hostName}</span>
                {score !== null && <span className="tabular text-muted">{score.toFixed(2)}</span>}
              </span>
              {reasons.map(({ filter, message }) => (
                <span key={`${filter}/${message}`} className="block text-12 text-muted">
                  {placeWords(t, filter, message)}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Fold>
  );
}
