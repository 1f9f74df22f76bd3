import { useLiveList } from '../../api/live-rows.ts';
import { useT } from '../../lib/i18n.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';

type SharedWithFieldProps = {
  /** The project that has it anyway. */
  owner: string | null;
  value: readonly string[];
  onChange: (projects: readonly string[]) => void;
};

/** Projects that see an image besides its own. One knows only those that one is in, or all. */
export function SharedWithField({ owner, value, onChange }: SharedWithFieldProps) {
  const t = useT();
  const { rows, ready } = useLiveList('project', { limit: 500 });
  const others = rows.filter(({ id }) => id !== owner);
  const set = (id: string, on: boolean) =>
    onChange(on ? [...value, id] : value.filter(chosen => chosen !== id));
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-13 font-medium">{t('images.sharedWith')}</legend>
      {ready && others.length === 0 && <p className="text-12 text-muted">{t('images.sharedWithNobody')}</p>}
      <div className="max-h-40 overflow-y-auto">
        {others.map(({ id, name }) => (
          <Checkbox
            key={id}
            showLabel
            label={name}
            checked={value.includes(id)}
            onCheckedChange={on => set(id, on)}
          />
        ))}
      </div>
    </fieldset>
  );
}
