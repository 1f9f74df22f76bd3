import { type DragEvent, useId, useState } from 'react';
import { cn } from '../../lib/cn.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';

type FilePickerProps = { file: File | undefined; onPick: (file: File) => void };

/** A field for one file, which can also be dropped onto it. */
export function FilePicker({ file, onPick }: FilePickerProps) {
  const t = useT();
  const id = useId();
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped) onPick(dropped);
  };
  return (
    <div
      onDragOver={event => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        'flex flex-col gap-1 rounded-md border border-dashed border-control p-4 text-13',
        isOver && 'border-accent bg-hover',
      )}
    >
      <label htmlFor={id} className="font-medium">
        {t('images.file')}
      </label>
      <input
        id={id}
        type="file"
        onChange={event => {
          const [picked] = event.target.files ?? [];
          if (picked) onPick(picked);
        }}
      />
      <p className="text-12 text-muted">
        {file ? `${file.name} · ${formatBytes(file.size)}` : t('images.dropHere')}
      </p>
    </div>
  );
}
