import { Pause, Play, X } from 'lucide-react';
import { forgetUpload, pauseUpload, resumeUpload, type Upload, uploadsStore } from '../api/uploads.ts';
import { useT } from '../lib/i18n.ts';
import { useStore } from '../lib/store.ts';
import { formatBytes, formatBytesPerSecond, formatDuration } from '../lib/units.ts';
import { serverWords } from '../lib/server-text.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { TextLink } from '../ui/Link.tsx';
import { Meter } from '../ui/Meter.tsx';
import { detailPath } from './paths.ts';

/** Files on their way, in a corner of every page. */
export function UploadTray() {
  const t = useT();
  const uploads = useStore(uploadsStore);
  if (uploads.length === 0) return null;
  return (
    <section
      aria-label={t('images.uploads')}
      className="fixed right-4 bottom-4 z-30 flex w-96 max-w-[calc(100vw-2rem)] flex-col rounded-md border border-line bg-surface"
    >
      <h2 className="border-b border-line px-3 py-2 text-13 font-semibold">{t('images.uploads')}</h2>
      <ul className="max-h-72 overflow-auto">
        {uploads.map(upload => (
          <UploadLine key={upload.id} upload={upload} />
        ))}
      </ul>
    </section>
  );
}

function UploadLine({ upload }: { upload: Upload }) {
  const t = useT();
  const { id, name, size, offset, state, becomes } = upload;
  const isOver = state === 'done' || state === 'failed';
  return (
    <li className="flex flex-col gap-1 px-3 py-2" data-state={state}>
      <div className="flex items-center gap-1">
        <span className="min-w-0 flex-1 truncate text-13">
          {becomes === 'volume' ? name : <TextLink href={detailPath('image', id)}>{name}</TextLink>}
        </span>
        {(state === 'paused' || (state === 'failed' && becomes === 'volume')) && (
          <IconButton icon={Play} size="small" label={t('images.resume')} onClick={() => resumeUpload(id)} />
        )}
        {(state === 'running' || state === 'waiting') && (
          <IconButton icon={Pause} size="small" label={t('images.pause')} onClick={() => pauseUpload(id)} />
        )}
        {(isOver || state === 'paused') && (
          <IconButton icon={X} size="small" label={t('ui.dismiss')} onClick={() => forgetUpload(id)} />
        )}
      </div>
      {!isOver && <Meter percent={(100 * offset) / size} label={name} />}
      <p className="text-12 text-muted">
        {t(becomes === 'volume' && state === 'done' ? 'images.madeVolume' : `images.states.${state}`)}
        {state === 'running' && ` · ${formatBytes(offset)} / ${formatBytes(size)}`}
        <Speed upload={upload} />
        {upload.why && ` · ${serverWords(upload.why)}`}
      </p>
    </li>
  );
}

function Speed({ upload: { speed, size, offset } }: { upload: Upload }) {
  const t = useT();
  if (speed === null || speed <= 0) return null;
  const left = formatDuration(((size - offset) / speed) * 1000);
  return ` · ${formatBytesPerSecond(speed)} · ${t('images.left', { time: left })}`;
}
