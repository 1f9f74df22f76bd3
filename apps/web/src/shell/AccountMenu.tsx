import { Keyboard, LogOut, UserRound } from 'lucide-react';
import { useSession } from '../api/session.ts';
import { useGo } from '../components/use-go.ts';
import { useT } from '../lib/i18n.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from '../ui/DropdownMenu.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { LanguageChoice, ThemeChoice } from './AppearanceMenus.tsx';
import { dialogStore } from './shell-state.ts';
import { useSignOut } from './use-sign-out.ts';

export function AccountMenu() {
  const t = useT();
  const session = useSession();
  const go = useGo();
  const leave = useSignOut();
  if (!session) return null;
  const name = session.user.displayName ?? session.user.username;
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
      <MenuItem icon={LogOut} onSelect={leave}>
        {t('shell.signOut')}
      </MenuItem>
      <p className="px-2 pt-1 pb-1.5 text-12 text-subtle">
        {t('shell.product')} {session.version}
      </p>
    </DropdownMenu>
  );
}
