import { Telescope } from 'lucide-react';
import { useT } from '../lib/i18n.ts';
import { buttonStyle } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Link } from '../ui/Link.tsx';

export function NotFound() {
  const t = useT();
  const back = (
    <Link href="/" className={buttonStyle({ tone: 'normal' })}>
      {t('shell.notFound.back')}
    </Link>
  );
  return (
    <>
      <title>{t('shell.notFound.title')}</title>
      <EmptyState
        icon={Telescope}
        title={t('shell.notFound.title')}
        text={t('shell.notFound.text')}
        action={back}
      />
    </>
  );
}
