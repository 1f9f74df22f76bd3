import { Download, Upload } from 'lucide-react';
import { useRef } from 'react';
import { useT } from '../../../lib/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import type { FileRow } from './read-place.ts';

type PlaceToolbarProps = {
  /** What the path leads to; unknown while it is read. */
  self: FileRow | undefined;
  onFiles: (files: readonly File[]) => void;
  onDownload: (row: FileRow) => void;
  isSending: boolean;
  isFetching: boolean;
};

export function PlaceToolbar({ self, onFiles, onDownload, isSending, isFetching }: PlaceToolbarProps) {
  const t = useT();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        busy={isFetching}
        disabledReason={self ? undefined : t('files.nothingToTake')}
        onClick={() => self && onDownload(self)}
      >
        <Download aria-hidden className="size-4" />
        {t(self?.kind === 'file' ? 'files.download' : 'files.downloadAll')}
      </Button>
      <Button tone="primary" busy={isSending} onClick={() => picker.current?.click()}>
        <Upload aria-hidden className="size-4" />
        {t('files.upload')}
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t('files.upload')}
        onChange={event => {
          onFiles([...(event.target.files ?? [])]);
          // The same file can be picked again.
          event.target.value = '';
        }}
      />
    </div>
  );
}
