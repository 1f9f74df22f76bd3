import { useRouter } from '@tanstack/react-router';
import { Keyboard, LogOut, UserRound } from 'lucide-react';
import { failureOf } from '../api/problem.ts';
import { signOut, useSession } from '../api/session.ts';
import { useGo } from '../components/use-go.ts';
import { useT } from '../lib/i18n.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from '../ui/DropdownMenu.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { showToast } from '../ui/toast.tsx';
import { LanguageChoice, ThemeChoice } from './AppearanceMenus.tsx';
import { dialogStore } from './shell-state.ts';

export function AccountMenu() {
  const t = useT();
  const session = useSession();
  const router = useRouter();
  const go = useGo();
  if (!session) return null;
  const name = session.user.displayName ?? session.user.username;
  const leave = async () => {
    try {
      await signOut();
      await router.navigate({ to: '/login' });
    } catch (error) {
      const failure = failureOf(error);
      showToast('bad', { title: failure.title, detail: failure.detail ?? failure.code });
    }
  };
  const trigger = (
    <Button tone="quiet" className="px-1" aria-label={`${t('shell.account')}: ${name}`}>
      <Avatar name={name} />
    </Button>
  );
  return (
    <DropdownMenu trigger={trigger}>
      <MenuLabel>{t('shell.signedInAs', { name })}</MenuLabel>
      <MenuItem icon={UserRound} onSelect={() => go('/account')}>
        {t('account.title')}
      </MenuItem>
      <MenuItem icon={Keyboard} hint={<Kbd keys="?" />} onSelect={() => dialogStore.set('keyboard')}>
        {t('shell.keyboard')}
      </MenuItem>
      <div className="md:hidden">
        <MenuSeparator />
        <ThemeChoice />
        <MenuSeparator />
        <LanguageChoice />
      </div>
      <MenuSeparator />
      <MenuItem icon={LogOut} onSelect={() => void leave()}>
        {t('shell.signOut')}
      </MenuItem>
      <p className="px-2 pt-1 pb-1.5 text-12 text-subtle">
        {t('shell.product')} {session.version}
      </p>
    </DropdownMenu>
  );
}
