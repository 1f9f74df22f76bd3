import type { Host } from '@orrery/contract/resources/host.ts';
import type { Image } from '@orrery/contract/resources/storage.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLiveList } from '../../api/live-rows.ts';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { useSession } from '../../api/session.ts';
import { detailPath } from '../../components/paths.ts';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { useT } from '../../lib/i18n.ts';
import { newIdempotencyKey } from '../../lib/idempotency-key.ts';
import { formatBytes, formatCount } from '../../lib/units.ts';
import { refusalOf } from '../../lib/server-text.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { showToast } from '../../ui/toast.tsx';
import { EvictDialog } from './EvictDialog.tsx';
import { bringing, type HostCopy, hostCopies } from './image-copies.ts';

type ImageCopiesProps = { image: Image };

/** Which hosts have a copy of an image of the catalogue. For those who may know of hosts. */
export function ImageCopies({ image }: ImageCopiesProps) {
  const session = useSession();
  const sha256 = image.catalogue?.sha256;
  if (!sha256 || !session?.permissions.includes('fleet.read')) return null;
  return <Copies image={image} sha256={sha256} />;
}

function Copies({ image, sha256 }: ImageCopiesProps & { sha256: string }) {
  const t = useT();
  const [evicting, setEvicting] = useState<HostCopy>();
  const hosts = useLiveList('host', { sort: 'name', limit: 500 });
  const volumes = useLiveList('volume', { q: `copyof:${sha256}`, sort: 'name', limit: 500 });
  const rows = hostCopies(hosts.rows, volumes.rows, image.sizeBytes);
  const bring = useBring(image);
  const missing = rows.filter(row => isOpen(row));
  if (hosts.ready && rows.length === 0) return null;
  return (
    <Card
      title={t('imageCopies.title')}
      flush
      actions={
        missing.length > 1 && (
          <Button onClick={() => missing.forEach(({ host }) => bring.mutate(host))}>
            {t('imageCopies.bringAll', { count: missing.length })}
          </Button>
        )
      }
    >
      <p className="px-4 pt-1 pb-2 text-12 text-muted">{t('imageCopies.hint')}</p>
      {bring.error && <ErrorState failure={failureOf(bring.error)} />}
      <SimpleTable
        label={t('imageCopies.title')}
        rows={rows}
        rowKey={({ host, volume }) => volume?.id ?? host.id}
        empty={t('imageCopies.empty')}
        columns={[
          {
            header: t('fields.host'),
            cell: ({ host }) => <TextLink href={detailPath('host', host.id)}>{host.name}</TextLink>,
          },
          { header: t('imageCopies.state'), cell: row => <State row={row} image={image} /> },
          { header: t('fields.pool'), cell: ({ volume }) => volume?.poolName },
          {
            header: t('imageCopies.there'),
            end: true,
            cell: ({ volume }) => volume?.copyOf && formatBytes(volume.copyOf.receivedBytes ?? 0),
          },
          {
            header: t('imageCopies.clones'),
            end: true,
            cell: ({ volume }) => volume?.copyOf && formatCount(volume.copyOf.clones),
          },
          {
            header: t('imageCopies.lastUsed'),
            cell: ({ volume }) =>
              volume?.copyOf?.lastUsedAt && <RelativeTime at={volume.copyOf.lastUsedAt} />,
          },
          {
            header: t('fields.action'),
            end: true,
            cell: row => (
              <RowButton row={row} onBring={() => bring.mutate(row.host)} onEvict={() => setEvicting(row)} />
            ),
          },
        ]}
      />
      {evicting && <EvictDialog copy={evicting} image={image} onClose={() => setEvicting(undefined)} />}
    </Card>
  );
}

/** It can be put there, and is not. */
const isOpen = ({ host, state }: HostCopy) =>
  (state === 'none' || state === 'part') && bringing(host)?.allowed === true;

function useBring(image: Image) {
  const t = useT();
  return useMutation({
    mutationFn: ({ id }: Host) => {
      const asked = { id, action: 'bringImage', args: { image: image.id } };
      return orrery.act('host', asked, { idempotencyKey: newIdempotencyKey() });
    },
    onSuccess: ({ id }, host) => {
      const title = t('imageCopies.started', { image: image.name, host: host.name });
      showToast('busy', { id, title });
    },
  });
}

function State({ row: { host, volume, state }, image }: { row: HostCopy; image: Image }) {
  const t = useT();
  if (state !== 'arriving') return t(`imageCopies.${state}`);
  const percent = (100 * (volume?.copyOf?.receivedBytes ?? 0)) / Math.max(1, image.sizeBytes ?? 1);
  return (
    <span className="flex items-center gap-2">
      {t('imageCopies.arriving')}
      <Meter percent={percent} label={t('imageCopies.copyOn', { host: host.name })} thresholds={NEVER_HOT} />
    </span>
  );
}

/** Much of it is good. */
const NEVER_HOT = { warn: 101, bad: 101 };

type RowButtonProps = { row: HostCopy; onBring: () => void; onEvict: () => void };

function RowButton({ row, onBring, onEvict }: RowButtonProps) {
  const t = useT();
  const state = bringing(row.host);
  if (row.state === 'none' || row.state === 'part')
    return (
      <Button size="small" onClick={onBring} disabledReason={state && refusalOf(t, state)}>
        {t('imageCopies.bring')}
      </Button>
    );
  if (row.state === 'arriving' || !row.volume) return null;
  const remove = row.volume.actions.find(({ name }) => name === 'delete');
  const used = (row.volume.copyOf?.clones ?? 0) > 0 ? t('imageCopies.used') : undefined;
  const refusal = remove?.allowed === true ? used : ((remove && refusalOf(t, remove)) ?? used);
  return (
    <Button size="small" onClick={onEvict} disabledReason={refusal}>
      {t('imageCopies.evict')}
    </Button>
  );
}
