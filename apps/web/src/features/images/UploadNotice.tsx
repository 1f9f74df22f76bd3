import type { Image } from '@orrery/contract/resources/storage.ts';
import { useState } from 'react';
import { startUpload, uploadsStore } from '../../api/uploads.ts';
import { useT } from '../../lib/i18n.ts';
import { useStore } from '../../lib/store.ts';
import { formatBytes } from '../../lib/units.ts';
import { errorWords } from '../../lib/server-text.ts';
import { Card } from '../../ui/Card.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { FilePicker } from './FilePicker.tsx';

/** How far an image has come, why it failed, and how an upload that nobody sends any more goes on. */
export function UploadNotice({ image }: { image: Image }) {
  const t = useT();
  const uploads = useStore(uploadsStore);
  const { catalogue, sizeBytes, status } = image;
  if (!catalogue) return null;
  if (catalogue.problem) return <Problem message={errorWords(t, catalogue.problem)} />;
  if (status !== 'uploading' && status !== 'importing') return null;
  const isOurs = uploads.some(({ id }) => id === image.id);
  const percent = sizeBytes ? (100 * catalogue.receivedBytes) / sizeBytes : null;
  return (
    <Card title={t('images.received')} className="mb-4 max-w-2xl">
      <Meter percent={percent} label={t('images.received')} />
      <p className="py-2 text-13 text-muted">
        {formatBytes(catalogue.receivedBytes)}
        {sizeBytes !== null && ` / ${formatBytes(sizeBytes)}`}
      </p>
      {status === 'uploading' && !isOurs && <GoOn image={image} />}
    </Card>
  );
}

function Problem({ message }: { message: string }) {
  const t = useT();
  return (
    <Card title={t('images.refused')} className="mb-4 max-w-2xl">
      <p role="alert" className="text-13">
        {message}
      </p>
    </Card>
  );
}

function GoOn({ image }: { image: Image }) {
  const t = useT();
  const [wrong, setWrong] = useState<string>();
  const fileName = image.catalogue?.source.from === 'upload' ? image.catalogue.source.fileName : null;
  const pick = (file: File) => {
    const isSame = file.size === image.sizeBytes && (fileName === null || file.name === fileName);
    if (isSame) startUpload(image, file);
    else setWrong(t('images.otherFile', { name: fileName ?? '', size: formatBytes(image.sizeBytes ?? 0) }));
  };
  return (
    <div className="flex flex-col gap-2">
      <p className="text-13">{t('images.pickAgain', { name: fileName ?? image.name })}</p>
      <FilePicker file={undefined} onPick={pick} />
      {wrong && (
        <p role="alert" className="text-12 text-bad-text">
          {wrong}
        </p>
      )}
    </div>
  );
}
