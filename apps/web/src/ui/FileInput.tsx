import { File as FileIcon, Upload } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { cn } from '../lib/cn.ts';
import { useT } from '../lib/i18n.ts';
import { formatBytes } from '../lib/units.ts';
import { buttonStyle } from './Button.tsx';

type FileInputProps = Omit<ComponentProps<'input'>, 'type' | 'value' | 'onChange' | 'className'> & {
  file: File | undefined;
  onPick: (file: File) => void;
};

/**
 * A field for one file, chosen or dropped. The platform's input lies over it, unseen: it takes the keyboard, the label
 * and what is dropped, while the words are ours and in the reader's language.
 */
export function FileInput({ file, onPick, ...rest }: FileInputProps) {
  const t = useT();
  const [isOver, setOver] = useState(false);
  const Icon = file ? FileIcon : Upload;
  return (
    <div
      className={cn(
        'relative flex min-h-14 items-center gap-3 rounded-md border border-dashed border-control px-3 py-2 text-13 hover:bg-hover',
        'has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-accent',
        isOver && 'border-accent bg-hover',
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" strokeWidth={1.75} />
      {file ? (
        <span className="flex min-w-0 flex-1 items-baseline gap-2">
          <span className="truncate font-medium">{file.name}</span>
          <span className="tabular shrink-0 text-muted">{formatBytes(file.size)}</span>
        </span>
      ) : (
        <span className="flex-1 text-muted">{t('ui.dropFile')}</span>
      )}
      <span aria-hidden className={buttonStyle({ size: 'small' })}>
        {t(file ? 'ui.otherFile' : 'ui.chooseFile')}
      </span>
      <input
        {...rest}
        type="file"
        // Without one, the browser says in its own language that nothing is chosen.
        title={file?.name ?? ''}
        className="absolute inset-0 cursor-pointer opacity-0"
        // The same file can be picked again.
        onClick={event => {
          event.currentTarget.value = '';
        }}
        onChange={event => {
          setOver(false);
          const [picked] = event.target.files ?? [];
          if (picked) onPick(picked);
        }}
        onDragEnter={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={() => setOver(false)}
      />
    </div>
  );
}
