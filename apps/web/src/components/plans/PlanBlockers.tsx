import type { Plan } from '@orrery/contract/migrations/plans.ts';
import { useT } from '../../lib/i18n.ts';
import { TextLink } from '../../ui/Link.tsx';
import { ToneShape } from '../../ui/ToneShape.tsx';
import { reasonText } from '../migrations/dialog/ReasonLine.tsx';
import { detailPath } from '../paths.ts';

/** What stays on the host, each with the rules that keep it and how many hosts say so. */
export function PlanBlockers({ plan: { blockers } }: { plan: Plan }) {
  const t = useT();
  if (blockers.length === 0) return null;
  return (
    <div className="rounded-md bg-warn-tint px-3 py-2 text-13">
      <p className="flex items-center gap-2 font-medium">
        <ToneShape tone="warn" />
        {t('plans.blockers', { count: blockers.length })}
      </p>
      <ul className="mt-1 flex flex-col gap-1 pl-5">
        {blockers.map(({ instance, instanceName, reasons }) => (
          <li key={instance}>
            <TextLink href={detailPath('instance', instance)}>{instanceName}</TextLink>
            {reasons.map(reason => (
              <span key={`${reason.code}/${reason.found ?? ''}`} className="block text-12">
                {reasonText(t, reason)}
                {reason.hosts > 0 && ` (${t('plans.hostsSay', { count: reason.hosts })})`}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
