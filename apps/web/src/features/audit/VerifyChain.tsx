import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { useT } from '../../lib/i18n.ts';
import { formatCount } from '../../lib/units.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ToneShape } from '../../ui/ToneShape.tsx';

/** Checks that no record was changed or taken out since it was written, and says the result in words. */
export function VerifyChain() {
  const t = useT();
  const [open, setOpen] = useState(false);
  const verify = useMutation({
    mutationFn: () => orrery.admin.verifyAudit(),
    onSettled: () => setOpen(true),
  });
  return (
    <>
      <Button busy={verify.isPending} onClick={() => verify.mutate()}>
        {t('audit.verify')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('audit.verifyTitle')}>
        {verify.error && <ErrorState failure={failureOf(verify.error)} />}
        {verify.data && <Verdict {...verify.data} />}
      </Dialog>
    </>
  );
}

type VerdictProps = { ok: boolean; records: number; firstBroken: number | null };

function Verdict({ ok, records, firstBroken }: VerdictProps) {
  const t = useT();
  return (
    <div className="flex gap-3 pt-1 text-14">
      <ToneShape tone={ok ? 'ok' : 'bad'} className="mt-1" />
      <div>
        <p className="font-medium">
          {ok
            ? t('audit.intact', { count: records, records: formatCount(records) })
            : t('audit.broken', { number: firstBroken ?? '?' })}
        </p>
        <p className="mt-1 text-13 text-muted">{t(ok ? 'audit.intactText' : 'audit.brokenText')}</p>
      </div>
    </div>
  );
}
