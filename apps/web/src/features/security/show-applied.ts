import type { z } from 'zod';
import type { changedSecurityGroupSchema } from '@orrery/contract/security/security-groups.ts';
import type { Translate } from '../../lib/i18n.ts';
import { textOfCode } from '../../lib/server-text.ts';
import { showToast } from '../../ui/toast.tsx';

type Changed = z.infer<typeof changedSecurityGroupSchema>;

/** Whether the instances of a group take its changed rules over; which of them keep the old ones, and why. */
export function showApplied(t: Translate, { group, batch, refused }: Changed): void {
  const [first] = refused;
  if (first)
    showToast('warn', {
      title: t('security.notApplied', { count: refused.length, name: group.name }),
      detail: textOfCode(t, first.code, first.reason),
    });
  else if (batch !== null) showToast('busy', { title: t('security.applying', { name: group.name }) });
}
