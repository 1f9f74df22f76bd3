import type { Instance } from '@orrery/contract/resources/instance.ts';
import { SquareTerminal } from 'lucide-react';
import { useSession } from '../api/session.ts';
import { type Translate, useT } from '../lib/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { detailPath } from './paths.ts';

const supported: ReadonlySet<string> = new Set(['serial', 'vnc', 'exec']);

/** Opens the console of an instance in a window of its own, or says why it cannot. */
export function ConsoleButton({ instance }: { instance: Instance }) {
  const t = useT();
  const session = useSession();
  const granted = [
    ...(session?.permissions ?? []),
    ...(session?.projectPermissions[instance.project ?? ''] ?? []),
  ];
  const reason = granted.includes('instance.console') ? whyNot(instance, t) : t('console.notAllowed');
  const open = () => globalThis.open(`${detailPath('instance', instance.id)}/console`, '_blank', 'noopener');
  return (
    <Button onClick={open} disabledReason={reason}>
      <SquareTerminal aria-hidden className="size-4" />
      {t('console.title')}
    </Button>
  );
}

function whyNot({ consoles, powerState }: Instance, t: Translate): string | undefined {
  if (!consoles.some(kind => supported.has(kind))) return t('console.noneText');
  return powerState === 'running' || powerState === 'paused' ? undefined : t('console.off');
}
