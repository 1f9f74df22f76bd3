import type { Instance } from '@orrery/contract/resources/instance.ts';
import { useSession } from '../api/session.ts';
import { type Translate, useT } from '../lib/i18n.ts';
import { detailPath } from './paths.ts';

const supported: ReadonlySet<string> = new Set(['serial', 'vnc', 'exec']);

/** How the console of an instance is opened in a window of its own, or why it cannot be. */
export function useConsole(instance: Instance): { open: () => void; reason: string | undefined } {
  const t = useT();
  const session = useSession();
  const granted = [
    ...(session?.permissions ?? []),
    ...(session?.projectPermissions[instance.project ?? ''] ?? []),
  ];
  const reason = granted.includes('instance.console') ? whyNot(instance, t) : t('console.notAllowed');
  const open = () => {
    globalThis.open(`${detailPath('instance', instance.id)}/console`, '_blank', 'noopener');
  };
  return { open, reason };
}

function whyNot({ consoles, powerState }: Instance, t: Translate): string | undefined {
  if (!consoles.some(kind => supported.has(kind))) return t('console.noneText');
  return powerState === 'running' || powerState === 'paused' ? undefined : t('console.off');
}
