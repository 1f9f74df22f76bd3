import { X } from 'lucide-react';
import { failureOf } from '../../../api/problem.ts';
import { useT } from '../../../lib/i18n.ts';
import { formatBytes } from '../../../lib/units.ts';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { fileNameOf } from './fetch-file.ts';
import type { useDownload } from './use-download.ts';
import type { usePutFiles } from './use-put-files.ts';

type TransfersProps = {
  download: ReturnType<typeof useDownload>;
  put: ReturnType<typeof usePutFiles>;
  folder: string;
};

/** What is on its way, what went wrong, and what is asked before something is replaced. */
export function Transfers({ download, put, folder }: TransfersProps) {
  const t = useT();
  const { row, bytes } = download;
  return (
    <>
      {row && (
        <Line
          words={t('files.fetching', { name: fileNameOf(row), size: sizeWords(bytes, row.size) })}
          onCancel={download.cancel}
        />
      )}
      {put.sending && (
        <Line
          words={t('files.sending', { count: put.sending.count, size: formatBytes(put.sending.bytes) })}
          onCancel={put.cancel}
        />
      )}
      {put.done?.path === folder && (
        <p role="status" className="text-13 text-muted">
          {t('files.sent', { count: put.done.count })}
        </p>
      )}
      {download.error && <ErrorState failure={failureOf(download.error)} />}
      {put.error && <ErrorState failure={failureOf(put.error)} />}
      {put.replaced.length > 0 && (
        <ConfirmDialog
          open
          danger
          onOpenChange={open => !open && put.answer(false)}
          title={t('files.replaceTitle', { count: put.replaced.length })}
          description={t('files.replaceText', { names: put.replaced.join(', '), path: folder })}
          confirm={t('files.replace')}
          onConfirm={() => put.answer(true)}
        />
      )}
    </>
  );
}

/** Of a folder nobody knows the size before it is here. */
const sizeWords = (bytes: number, whole: number): string =>
  whole > 0 ? `${formatBytes(bytes)} / ${formatBytes(whole)}` : formatBytes(bytes);

function Line({ words, onCancel }: { words: string; onCancel: () => void }) {
  const t = useT();
  return (
    <div
      className="flex items-center gap-2 rounded-md border bg-surface py-1 pr-1 pl-3 text-13"
      role="status"
    >
      <span className="tabular min-w-0 flex-1 [overflow-wrap:anywhere]">{words}</span>
      <IconButton icon={X} size="small" label={t('ui.cancel')} onClick={onCancel} />
    </div>
  );
}
