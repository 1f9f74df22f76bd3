import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import { connectionStore } from '../../api/live-state.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { plainWord } from '../../components/actions/action-words.ts';
import { detailPath, listPath } from '../../components/paths.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import type { Tone } from '../../lib/status-tone.ts';
import { useStore } from '../../lib/store.ts';
import { errorWords, serverWords } from '../../lib/server-text.ts';
import { Link, TextLink } from '../../ui/Link.tsx';
import { ToneShape } from '../../ui/ToneShape.tsx';
import { namesakes } from './namesakes.ts';
import { OnBackend } from './OnBackend.tsx';

const NAMED = 3;

type Words =
  | 'criticalAlarms'
  | 'warningAlarms'
  | 'backends'
  | 'hosts'
  | 'instances'
  | 'operations'
  | 'pools'
  | 'fullPools'
  | 'volumes'
  | 'stale';
type Problem = {
  kind: ResourceKind;
  q: string;
  words: Words;
  tone: Tone;
  total: number;
  ready: boolean;
  first: readonly Resource[];
};

type Asked = Pick<Problem, 'kind' | 'q' | 'words' | 'tone'>;

const WORST_FIRST: readonly Tone[] = ['bad', 'warn', 'off'];

/** What is newest counts most; the others by name. */
const SORTS: Partial<Record<ResourceKind, string>> = { operation: '-created', alarm: '-raised' };

const criticalAlarms: Asked = {
  kind: 'alarm',
  q: 'is:attention severity:critical',
  words: 'criticalAlarms',
  tone: 'bad',
};
const warningAlarms: Asked = {
  kind: 'alarm',
  q: 'is:attention severity:warning',
  words: 'warningAlarms',
  tone: 'warn',
};

/** Within what is equally bad, causes before consequences: a lost backend stands above the instances that it hides. */
export function FleetProblems() {
  const problems = [
    useProblem({ kind: 'backend', q: 'is:attention', words: 'backends', tone: 'bad' }),
    useProblem({ kind: 'host', q: 'is:attention', words: 'hosts', tone: 'bad' }),
    useProblem({ kind: 'storage-pool', q: 'is:attention', words: 'pools', tone: 'bad' }),
    useProblem({ kind: 'storage-pool', q: 'usedpercent>90', words: 'fullPools', tone: 'warn' }),
    useProblem(criticalAlarms),
    useProblem(warningAlarms),
    useProblem({ kind: 'instance', q: 'is:attention !is:stale', words: 'instances', tone: 'bad' }),
    useProblem({ kind: 'instance', q: 'is:stale', words: 'stale', tone: 'off' }),
    useProblem({ kind: 'operation', q: 'status:failed age<1h', words: 'operations', tone: 'bad' }),
  ];
  return <ProblemList problems={problems} />;
}

export function OwnProblems() {
  const problems = [
    useProblem(criticalAlarms),
    useProblem(warningAlarms),
    useProblem({ kind: 'instance', q: 'is:attention !is:stale', words: 'instances', tone: 'bad' }),
    useProblem({ kind: 'instance', q: 'is:stale', words: 'stale', tone: 'off' }),
    useProblem({ kind: 'volume', q: 'is:attention', words: 'volumes', tone: 'bad' }),
    useProblem({ kind: 'operation', q: 'status:failed age<1h', words: 'operations', tone: 'bad' }),
  ];
  return <ProblemList problems={problems} />;
}

function useProblem(asked: Asked): Problem {
  const sort = SORTS[asked.kind] ?? 'name';
  const { rows, total, ready } = useLiveList(asked.kind, { q: asked.q, sort, limit: NAMED });
  return { ...asked, total, ready, first: rows };
}

function ProblemList({ problems }: { problems: readonly Problem[] }) {
  const t = useT();
  const { state } = useStore(connectionStore);
  const found = problems
    .filter(problem => problem.total > 0)
    .toSorted((a, b) => WORST_FIRST.indexOf(a.tone) - WORST_FIRST.indexOf(b.tone));
  const known = state === 'live' && problems.every(problem => problem.ready);
  if (found.length === 0)
    return (
      <p className="flex h-11 items-center gap-2.5 rounded-lg border bg-surface px-4 text-13" role="status">
        {/* Nothing is called well from old data, or before the first answer. */}
        <ToneShape tone={known ? 'ok' : 'off'} />
        <span className={known ? 'font-medium' : 'text-muted'}>
          {t(known ? 'overview.problems.none' : 'overview.problems.unknown')}
        </span>
      </p>
    );
  return (
    <section aria-label={t('overview.problems.title')} className="rounded-lg border bg-surface">
      <ul>
        {found.map(problem => (
          <ProblemLine key={problem.words} problem={problem} />
        ))}
      </ul>
    </section>
  );
}

function ProblemLine({ problem }: { problem: Problem }) {
  const t = useT();
  const { kind, q, words, tone, total, first } = problem;
  const twins = namesakes(first, row => nameOf(t, row));
  return (
    <li className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-0.5 border-b px-4 py-1.5 text-13 last:border-b-0">
      <span className="flex max-w-full items-center gap-3">
        <ToneShape tone={tone} className="shrink-0" />
        <Link href={listPath(kind, q)} className="rounded-sm font-semibold hover:text-accent hover:underline">
          {t(`overview.problems.${words}`, { count: total })}
        </Link>
      </span>
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 text-muted max-sm:basis-full max-sm:pl-6">
        {first.map(row => (
          // Lines of 24 px: names that wrap below each other stay targets that can be hit (WCAG 2.5.8).
          <span key={row.id} className="min-w-0 truncate leading-6">
            <TextLink href={pathOf(row)} className="font-normal">
              {nameOf(t, row)}
            </TextLink>
            {twins.has(row.id) && row.backend && <OnBackend id={row.backend} />}
          </span>
        ))}
        {total > first.length && (
          <span>{t('overview.problems.further', { count: total - first.length })}</span>
        )}
      </span>
    </li>
  );
}

/** An alarm leads to what it is about. */
function pathOf(row: Resource): string {
  if (row.kind === 'alarm' && row.target !== null && row.targetKind !== 'other')
    return detailPath(row.targetKind, row.target);
  return detailPath(row.kind, row.id);
}

/** Why, where the resource itself knows it. */
function nameOf(t: Translate, row: Resource): string {
  if (row.kind === 'operation') {
    const what = `${plainWord(t, row.action, row.targetKind)} ${row.targetName ?? ''}`.trim();
    return row.error ? `${what}: ${errorWords(t, row.error)}` : what;
  }
  if ((row.kind === 'host' || row.kind === 'backend') && row.reason)
    return `${row.name}: ${serverWords(row.reason)}`;
  if (row.kind === 'alarm') return [row.targetName, serverWords(row.name)].filter(Boolean).join(': ');
  return row.name;
}
