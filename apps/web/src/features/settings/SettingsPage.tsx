import type { ReactNode } from 'react';
import { useSession } from '../../api/session.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../lib/locale.ts';
import { DENSITIES, setPreferences, THEMES, usePreferences } from '../../lib/preferences.ts';
import { Card } from '../../ui/Card.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { PricesCard } from './PricesCard.tsx';

function SettingsPage() {
  const t = useT();
  const session = useSession();
  const prices = session?.permissions.includes('quota.manage') ?? false;
  const { theme, density, language } = usePreferences();
  return (
    <>
      <PageHeader title={t('settings.title')} meta={prices ? undefined : t('settings.subtitle')} />
      <div className="scroll-area min-h-0 flex-1 px-6 pb-8 max-md:px-4">
        <Card title={t(prices ? 'settings.appearanceHere' : 'settings.appearance')} className="max-w-3xl">
          <Setting label={t('shell.theme')} hint={t('settings.themeHint')}>
            <SegmentedControl
              label={t('shell.theme')}
              value={theme}
              onValueChange={next => setPreferences({ theme: next })}
              segments={THEMES.map(value => ({ value, label: t(`shell.themes.${value}`) }))}
            />
          </Setting>
          <Setting label={t('ui.table.density')} hint={t('settings.densityHint')}>
            <SegmentedControl
              label={t('ui.table.density')}
              value={density}
              onValueChange={next => setPreferences({ density: next })}
              segments={DENSITIES.map(value => ({ value, label: t(`ui.table.${value}`) }))}
            />
          </Setting>
          <Setting label={t('shell.language')} hint={t('settings.languageHint')}>
            <SegmentedControl
              label={t('shell.language')}
              value={language}
              onValueChange={next => setPreferences({ language: next })}
              segments={LANGUAGES.map(value => ({ value, label: LANGUAGE_NAMES[value] }))}
            />
          </Setting>
        </Card>
        {prices && <PricesCard />}
      </div>
    </>
  );
}

function Setting({ label, hint, children }: { label: string; hint: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b py-3 first:pt-0 last:border-b-0 last:pb-0">
      <div className="min-w-48 flex-1">
        <p className="text-13 font-medium">{label}</p>
        <p className="text-12 text-muted">{hint}</p>
      </div>
      {children}
    </div>
  );
}

export const page: Page = { Component: SettingsPage };
