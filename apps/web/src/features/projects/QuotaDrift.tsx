import { type Amounts, type Missing, type ProjectQuota, quotaItems } from '@orrery/contract/quota/quota.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { showFailure } from '../../components/show-failure.ts';
import { detailPath } from '../../components/paths.ts';
import { formatQuota } from '../../components/QuotaBars.tsx';
import { formatDate } from '../../lib/dates.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { TextLink } from '../../ui/Link.tsx';

/** What is reserved for things that never appeared: of each what is kept for it; giving it back is a click. */
export function QuotaDrift({ project, quota }: { project: string; quota: ProjectQuota }) {
  const t = useT();
  const queries = useQueryClient();
  const repair = useMutation({
    mutationFn: () => orrery.own.repairQuota(project),
    onSuccess: repaired => queries.setQueryData(['quota', project], repaired),
    onError: error => showFailure(t, error),
  });
  if (quota.missing.length === 0) return null;
  return (
    <section className="mt-4 flex flex-col gap-2 border-t pt-3 text-13" aria-label={t('projects.driftTitle')}>
      <div className="flex items-center gap-3">
        <h3 className="min-w-0 flex-1 font-medium">{t('projects.driftTitle')}</h3>
        <Button size="small" busy={repair.isPending} onClick={() => repair.mutate()}>
          {t('projects.repair')}
        </Button>
      </div>
      <ul className="flex flex-col gap-1.5">
        {quota.missing.map(missing => (
          <MissingLine key={missing.operation} missing={missing} />
        ))}
      </ul>
      <p className="text-12 text-muted">{t('projects.driftHint')}</p>
    </section>
  );
}

function MissingLine({ missing }: { missing: Missing }) {
  const t = useT();
  const { operation, name, freedAt, amounts } = missing;
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-3 [overflow-wrap:anywhere]">
      <span>
        <TextLink href={detailPath('operation', operation)}>{name}</TextLink>
        <span className="text-muted"> · {t('projects.driftUntil', { when: formatDate(freedAt) })}</span>
      </span>
      <span className="tabular">{keptFor(t, amounts)}</span>
    </li>
  );
}

/** "2 vCPUs · 8 GiB memory": each limit that it takes of. */
const keptFor = (t: Translate, amounts: Amounts): string =>
  quotaItems
    .filter(item => amounts[item] > 0)
    .map(item => `${t(`projects.limits.${item}`)} ${formatQuota(item, amounts[item])}`)
    .join(' · ');
