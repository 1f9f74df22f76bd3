import { useMutation, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { useLiveList } from '../../api/live-rows.ts';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { projectStore, useMayAnywhere, useSession } from '../../api/session.ts';
import { useProjectChoice } from '../../components/use-project-choice.ts';
import { useGo } from '../../components/use-go.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { newIdempotencyKey } from '../../lib/idempotency-key.ts';
import { useStore } from '../../lib/store.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { AccessSection } from './AccessSection.tsx';
import { FirstBootSection, MoreSection, PlacementSection } from './AdvancedSection.tsx';
import { ContainerSection } from './ContainerSection.tsx';
import { nameFor, rememberDraft, rememberLaunched, toLaunch } from './draft.ts';
import { LaunchProgress } from './LaunchProgress.tsx';
import { LaunchSummary } from './LaunchSummary.tsx';
import { NameSection } from './NameSection.tsx';
import { NoBackEnd } from './NoBackEnd.tsx';
import { NetworkSection } from './NetworkSection.tsx';
import { problemsOf } from './problems.ts';
import { SecuritySection } from './SecuritySection.tsx';
import { SizeSection } from './SizeSection.tsx';
import { SourceSection } from './SourceSection.tsx';
import { becomesContainer, nameOfSource, useSources } from './sources.ts';
import { smallestFor } from './smallest-flavor.ts';
import { useDraft, type Wanted } from './use-draft.ts';
import { useLaunchCheck } from './use-launch-check.ts';

type Search = { image?: string; volume?: string; snapshot?: string; operations?: string };

function LaunchPage() {
  const t = useT();
  const go = useGo();
  // parseSearch of the manifest has read it.
  const search = useSearch({ strict: false, select: (all: Search) => all });
  const crumbs = [{ label: t('instances.title'), href: '/instances' }];
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <PageHeader title={t(search.operations ? 'launch.launching' : 'launch.title')} crumbs={crumbs} />
      {search.operations ? (
        <LaunchProgress ids={search.operations.split(',')} onAgain={() => go('/launch')} />
      ) : (
        <Launch {...search} />
      )}
    </div>
  );
}

/** Without a back end nothing else is worth choosing. Tenants do not see back ends, and are told by the check. */
function Launch(search: Search) {
  const fleet = useMayAnywhere('fleet.read');
  return fleet ? <LaunchSomewhere {...search} /> : <LaunchForm {...search} />;
}

function LaunchSomewhere(search: Search) {
  const { ready, total } = useLiveList('backend', { limit: 1 });
  return ready && total === 0 ? <NoBackEnd /> : <LaunchForm {...search} />;
}

function LaunchForm({ image, volume, snapshot }: Search) {
  const t = useT();
  const go = useGo();
  const form = useLaunchForm({ image, volume, snapshot });
  const { draft, change, sources, flavors, networks, projects, isContainer, launch } = form;
  const { check, current, error } = useLaunchCheck(launch?.flavor ? launch : null);
  const problems = problemsOf(t, check, error);
  const [key, setKey] = useState(newIdempotencyKey);
  const send = useMutation({
    mutationFn: () => {
      if (!launch) throw new Error('There is nothing to launch yet');
      return orrery.own.launch(launch, { idempotencyKey: key });
    },
    onSuccess: ({ operations }) => {
      rememberDraft(sessionStorage, null);
      const [first] = operations;
      if (first) rememberLaunched(sessionStorage, { operation: first.id, draft });
      go(`/launch?operations=${operations.map(({ id }) => id).join(',')}`);
    },
    // A refusal is an answer; the next try is another request.
    onError: () => setKey(newIdempotencyKey()),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (launch?.flavor && check?.ok && problems.all.length === 0 && !send.isPending) send.mutate();
  };
  return (
    <form
      noValidate
      onSubmit={submit}
      className="grid grid-cols-[minmax(0,1fr)_22rem] items-start gap-4 px-6 pb-10 max-lg:grid-cols-1 max-md:px-4"
    >
      <div className="flex min-w-0 flex-col gap-4">
        <SourceSection draft={draft} change={change} sources={sources} check={check} />
        <SizeSection draft={draft} change={change} flavors={flavors} check={check} />
        <NameSection draft={draft} change={change} problems={problems} projects={projects} />
        <NetworkSection
          draft={draft}
          change={change}
          networks={{ ...networks, rows: networks.rows.filter(network => isOf(network, draft.project)) }}
          problems={problems}
        />
        {!isContainer && <SecuritySection draft={draft} change={change} problems={problems} />}
        {isContainer ? (
          <ContainerSection draft={draft} change={change} problems={problems} />
        ) : (
          <AccessSection draft={draft} change={change} />
        )}
        {!isContainer && <FirstBootSection draft={draft} change={change} problems={problems} />}
        <MoreSection
          draft={draft}
          change={change}
          problems={problems}
          volumes={sources.volumes.filter(volume => isOf(volume, draft.project))}
        />
        <PlacementSection draft={draft} change={change} problems={problems} />
      </div>
      <div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-0">
        <LaunchSummary
          launch={launch}
          check={check}
          current={current}
          problems={problems}
          busy={send.isPending}
          onLaunch={() => {}}
        />
        {send.error && <ErrorState failure={failureOf(send.error)} />}
      </div>
      <p className="sr-only">{t('launch.hint')}</p>
    </form>
  );
}

/** The project's own, or nobody's: what is another's cannot be taken, also by who sees it. */
const isOf = (resource: { project: string | null }, project: string | null): boolean =>
  resource.project === null || resource.project === project;

/** The draft with what it is chosen from; what can be settled without asking is settled. */
function useLaunchForm(wanted: Wanted) {
  const session = useSession();
  const project = useStore(projectStore);
  const sources = useSources();
  const flavors = useLiveList('flavor', { sort: 'memory,vcpus', limit: 200 });
  const networks = useLiveList('network', { q: 'status:active', sort: 'name', limit: 200 });
  const keys = useQuery({ queryKey: ['keypairs'], queryFn: ({ signal }) => orrery.own.keypairs(signal) });
  const { draft, change } = useDraft(wanted);
  const { options: projects } = useProjectChoice('instance.create');
  const firstImage = sources.images.find(({ status, format }) => status === 'available' && format !== 'iso');
  useEffect(() => {
    if (draft.sources['image'] === undefined && draft.sourceKind === 'image' && firstImage)
      change({ sources: { ...draft.sources, image: firstImage.id } });
    const source = nameOfSource(draft.sourceKind, sources, draft.sources[draft.sourceKind]);
    const name = source === undefined ? draft.name : nameFor(draft, source);
    if (name !== draft.name) change({ name });
    const own = project ?? (session?.user.role ? null : (projects[0]?.value ?? null));
    if (draft.project === null && own !== null) change({ project: own });
  }, [draft, change, firstImage, project, projects, session, sources]);
  const isContainer = becomesContainer(draft, sources);
  const image = sources.images.find(({ id }) => id === draft.sources['image']);
  const flavor = draft.flavor ?? smallestFor(flavors.rows, draft.sourceKind === 'image' ? image : undefined);
  const keypairs = draft.keypairs ?? keys.data?.map(({ id }) => id) ?? null;
  return {
    draft: { ...draft, flavor },
    change,
    sources,
    flavors,
    networks,
    projects,
    isContainer,
    launch: toLaunch({ ...draft, flavor, keypairs }, isContainer),
  };
}

export const page: Page = { Component: LaunchPage };
