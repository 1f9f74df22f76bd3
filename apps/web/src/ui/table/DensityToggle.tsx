import { Rows3, Rows4 } from 'lucide-react';
import { useT } from '../../lib/i18n.ts';
import { setPreferences, usePreferences } from '../../lib/preferences.ts';
import { IconButton } from '../IconButton.tsx';

export function DensityToggle() {
  const t = useT();
  const { density } = usePreferences();
  const other = density === 'normal' ? 'compact' : 'normal';
  return (
    // On a narrow screen the room is the query's.
    <span className="max-md:hidden">
      <IconButton
        tone="normal"
        icon={density === 'normal' ? Rows3 : Rows4}
        label={`${t('ui.table.density')}: ${t(`ui.table.${density}`)}`}
        onClick={() => setPreferences({ density: other })}
      />
    </span>
  );
}
