import { Plus } from 'lucide-react';
import { useMayAnywhere } from '../api/session.ts';
import { useT } from '../lib/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { useGo } from './use-go.ts';

type LaunchButtonProps = {
  /** What it is to be made from, such as `image=...`. */
  search?: string;
  /** Normal where the page has a primary one already. */
  tone?: 'primary' | 'normal';
};

/** The way to a new instance. */
export function LaunchButton({ search = '', tone = 'primary' }: LaunchButtonProps) {
  const t = useT();
  const go = useGo();
  const allowed = useMayAnywhere('instance.create');
  return (
    <Button
      tone={tone}
      disabledReason={allowed ? undefined : t('launch.mayNot')}
      onClick={() => go(search === '' ? '/launch' : `/launch?${search}`)}
    >
      <Plus aria-hidden className="size-4" strokeWidth={2} />
      {t('launch.button')}
    </Button>
  );
}
