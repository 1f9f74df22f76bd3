import type { Flavor } from '@orrery/contract/resources/planned.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { listPath } from '../../components/paths.ts';
import { useGo } from '../../components/use-go.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { formatCount, formatMiB } from '../../lib/units.ts';
import { serverWords } from '../../lib/server-text.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { KeyValueList } from '../../ui/KeyValueList.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { FlavorDialog } from './FlavorDialog.tsx';

function FlavorPage() {
  const t = useT();
  return (
    <DetailPage
      kind="flavor"
      listTitle={t('flavors.title')}
      actions={flavor => <Actions flavor={flavor} />}
      tabs={[{ value: 'overview', label: t('projects.tabs.overview'), render: f => <Facts flavor={f} /> }]}
    />
  );
}

function Facts({ flavor }: { flavor: Flavor }) {
  const t = useT();
  const { vcpus, memoryMiB, diskGiB, description, id, project } = flavor;
  return (
    <Card title={t('projects.facts')}>
      <KeyValueList
        facts={[
          { label: t('fields.vcpus'), value: formatCount(vcpus) },
          { label: t('fields.memory'), value: formatMiB(memoryMiB) },
          {
            label: t('flavors.disk'),
            value: diskGiB === 0 ? t('flavors.asImage') : formatMiB(diskGiB * 1024),
          },
          { label: t('fields.description'), value: serverWords(description) },
          { label: t('flavors.offeredTo'), value: project ?? t('flavors.allProjects') },
          {
            label: t('fields.instances'),
            value: (
              <TextLink href={listPath('instance', `flavor:${id}`)}>{t('flavors.showInstances')}</TextLink>
            ),
          },
          { label: t('fields.id'), value: id, mono: true },
        ]}
      />
    </Card>
  );
}

function Actions({ flavor }: { flavor: Flavor }) {
  const t = useT();
  const [asking, setAsking] = useState<'edit' | 'delete'>();
  const active = flavor.status === 'active';
  const toggle = useMutation({ mutationFn: () => orrery.own.changeFlavor(flavor.id, { disabled: active }) });
  return (
    <>
      <Button onClick={() => setAsking('edit')}>{t('projects.edit')}</Button>
      <Button busy={toggle.isPending} onClick={() => toggle.mutate()}>
        {t(active ? 'flavors.disable' : 'flavors.enable')}
      </Button>
      <Button onClick={() => setAsking('delete')}>{t('actions.delete')}</Button>
      {asking === 'edit' && <FlavorDialog flavor={flavor} onClose={() => setAsking(undefined)} />}
      {asking === 'delete' && <DeleteDialog flavor={flavor} onClose={() => setAsking(undefined)} />}
    </>
  );
}

function DeleteDialog({ flavor, onClose }: { flavor: Flavor; onClose: () => void }) {
  const t = useT();
  const go = useGo();
  const remove = useMutation({
    mutationFn: () => orrery.own.deleteFlavor(flavor.id),
    onSuccess: () => go(listPath('flavor')),
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('flavors.deleteTitle', { name: flavor.name })}
      description={t('flavors.deleteText')}
      confirm={t('projects.deleteConfirm')}
      danger
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      error={remove.error && <ErrorState failure={failureOf(remove.error)} />}
    />
  );
}

export const page: Page = { Component: FlavorPage };
