import type { Volume } from '@orrery/contract/resources/storage.ts';
import { X } from 'lucide-react';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Input } from '../../ui/Input.tsx';
import { Select } from '../../ui/Select.tsx';
import type { Draft } from './draft.ts';
import type { Problems } from './problems.ts';
import type { Change } from './use-draft.ts';

type Disk = Draft['volumes'][number];
type DisksFieldProps = {
  draft: Draft;
  change: Change;
  problems: Problems;
  /** Those that are free. */
  volumes: readonly Volume[];
};

/** Disks besides the first: new and empty ones, or volumes that are there already. */
export function DisksField({ draft, change, problems, volumes }: DisksFieldProps) {
  const t = useT();
  const disks = draft.volumes;
  const source = draft.sourceKind === 'volume' ? draft.sources['volume'] : undefined;
  const taken = new Set([source, ...disks.map(disk => ('volume' in disk ? disk.volume : undefined))]);
  const free = volumes.filter(({ id }) => !taken.has(id));
  const add = (disk: Disk) => change({ volumes: [...disks, disk] });
  const put = (at: number, disk: Disk) => change({ volumes: disks.with(at, disk) });
  const error = problems.of('volumes');
  return (
    <fieldset className="flex flex-col gap-2 sm:col-span-2">
      <legend className="mb-1 text-13 font-medium">{t('launch.disks')}</legend>
      {disks.map((disk, at) => (
        // Two empty disks of one size are the same: their place is all that tells them apart.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className="flex items-center gap-2">
          <div className="min-w-0 flex-1">
            {'volume' in disk ? (
              <Select
                aria-label={t('launch.diskVolume', { number: at + 1 })}
                value={disk.volume}
                options={volumes
                  .filter(({ id }) => id === disk.volume || !taken.has(id))
                  .map(volume => ({ value: volume.id, label: labelOf(volume) }))}
                onValueChange={volume => put(at, { volume })}
              />
            ) : (
              <Input
                aria-label={t('launch.diskSize', { number: at + 1 })}
                inputMode="numeric"
                suffix="GiB"
                value={disk.newGiB}
                onChange={event => put(at, { newGiB: event.target.value })}
              />
            )}
          </div>
          <IconButton
            icon={X}
            label={t('launch.removeDisk', { number: at + 1 })}
            onClick={() => change({ volumes: disks.toSpliced(at, 1) })}
          />
        </div>
      ))}
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => add({ newGiB: '10' })}>
          {t('launch.addDisk')}
        </Button>
        <Button
          size="small"
          disabledReason={free[0] ? undefined : t('launch.noFreeVolume')}
          onClick={() => free[0] && add({ volume: free[0].id })}
        >
          {t('launch.addVolume')}
        </Button>
      </div>
      {error && (
        <p role="alert" className="text-12 text-bad-text">
          {error}
        </p>
      )}
    </fieldset>
  );
}

const labelOf = ({ name, capacityBytes }: Volume): string =>
  capacityBytes === null ? name : `${name} · ${formatBytes(capacityBytes)}`;
