import { type DragEvent, type ReactNode, useState } from 'react';
import { useT } from '../../../lib/i18n.ts';

type DropZoneProps = { label: string; onFiles: (files: readonly File[]) => void; children: ReactNode };

/** Takes files that are dropped anywhere on it. The button beside it does the same for the keyboard. */
export function DropZone({ label, onFiles, children }: DropZoneProps) {
  const t = useT();
  const [isOver, setOver] = useState(false);
  const [hasFolder, setHasFolder] = useState(false);
  const over = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const items = [...event.dataTransfer.items];
    const isFolder = items.some(item => item.webkitGetAsEntry()?.isDirectory);
    setHasFolder(isFolder);
    if (!isFolder) onFiles([...event.dataTransfer.files]);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- A way more: the button does it, too.
    <section
      aria-label={t('files.title')}
      onDragOver={over}
      onDragLeave={event => {
        // Children send this, too, while the pointer goes over them.
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
          setOver(false);
      }}
      onDrop={drop}
      className="relative flex min-h-full flex-col gap-4"
    >
      {children}
      {hasFolder && (
        <p role="alert" className="text-13 text-bad-text">
          {t('files.noFolders')}
        </p>
      )}
      {isOver && (
        <div className="pointer-events-none absolute -inset-2 grid place-items-center rounded-lg border-2 border-dashed border-accent bg-scrim">
          <p className="rounded-md border bg-surface px-4 py-2 text-14 font-semibold">{label}</p>
        </div>
      )}
    </section>
  );
}
