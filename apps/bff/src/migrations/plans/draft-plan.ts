import { randomUUID } from 'node:crypto';
import { planDrain } from '@orrery/balancer/drain/drain.ts';
import type { DrainStep, Homeless } from '@orrery/balancer/drain/model.ts';
import type { PlaceHost } from '@orrery/balancer/placement/model.ts';
import type { MigrationReason } from '@orrery/contract/migrations/options.ts';
import type { CreatePlan, Plan, PlanStep } from '@orrery/contract/migrations/plans.ts';
import type { Host } from '@orrery/contract/resources/host.ts';
import { placeReasons } from '../host-rules.ts';
import type { JudgedLeaver } from './leavers.ts';

interface Drafting {
  host: Host;
  request: CreatePlan;
  leavers: readonly JudgedLeaver[];
  hosts: readonly PlaceHost[];
  createdBy: string;
  now: string;
}

/** Where everything goes, in waves, with what stays and why. */
export function draftPlan({ host, request, leavers, hosts, createdBy, now }: Drafting): Plan {
  const { perHost, perPair } = request;
  const drain = planDrain({
    host: host.id,
    leavers: leavers.map(({ leaver }) => leaver),
    hosts,
    perHost,
    perPair,
  });
  const byId = new Map(leavers.map(judged => [judged.instance.id, judged]));
  const steps = drain.steps.flatMap(step => stepOf(step, byId.get(step.leaver.id)) ?? []);
  return {
    id: randomUUID(),
    kind: 'drain',
    host: host.id,
    hostName: host.name,
    backend: host.backend ?? '',
    state: 'preview',
    request,
    waves: drain.waves,
    steps,
    blockers: drain.homeless.flatMap(homeless => blockerOf(homeless, byId.get(homeless.leaver.id)) ?? []),
    totalMs: totalOf(steps),
    leftMs: null,
    progress: 0,
    problem: null,
    createdBy,
    createdAt: now,
    startedAt: null,
    endedAt: null,
  };
}

function stepOf({ wave, to }: DrainStep, leaver: JudgedLeaver | undefined): PlanStep | null {
  const candidate = leaver?.judged?.options.candidates.find(({ host }) => host === to.id);
  const method = candidate?.recommendedMethod;
  if (!leaver || !candidate || !method) return null;
  const way = candidate.ways.find(found => found.method === method);
  return {
    wave,
    instance: leaver.instance.id,
    instanceName: leaver.instance.name,
    toHost: to.id,
    toHostName: to.name,
    method,
    totalMs: way?.totalMs ?? null,
    pause: way?.pause ?? null,
    bytes: way?.bytes?.central ?? null,
    verdict: way?.verdict ?? null,
    basis: way?.basis ?? null,
    state: 'waiting',
    operation: null,
    migration: null,
    took: null,
    error: null,
    attempt: 0,
  };
}

function blockerOf(
  { obstacles }: Homeless,
  leaver: JudgedLeaver | undefined,
): Plan['blockers'][number] | null {
  if (!leaver) return null;
  const { instance, problem, judged } = leaver;
  const own = problem === null ? countReasons(judged) : [{ ...problem, hosts: 0 }];
  const placing = obstacles.flatMap(({ refusal, hosts }) =>
    placeReasons([refusal], instance).map(said => ({ ...said, hosts })),
  );
  const said = new Set(own.map(({ code }) => code));
  return {
    instance: instance.id,
    instanceName: instance.name,
    reasons: [...own, ...placing.filter(({ code }) => !said.has(code))],
  };
}

/** What the back end and Orrery's rules say, host by host, counted. */
function countReasons(judged: JudgedLeaver['judged']): (MigrationReason & { hosts: number })[] {
  const perHost = (judged?.options.candidates ?? [])
    .filter(({ allowed }) => !allowed)
    .map(({ ways }) => {
      const blocking = ways.flatMap(({ reasons }) => reasons.filter(({ severity }) => severity === 'blocks'));
      return new Map(blocking.map(found => [found.code, found]));
    });
  const counted = new Map<string, MigrationReason & { hosts: number }>();
  for (const reasons of perHost)
    for (const [code, found] of reasons)
      counted.set(code, { ...found, hosts: (counted.get(code)?.hosts ?? 0) + 1 });
  return [...counted.values()].toSorted((a, b) => b.hosts - a.hosts);
}

/** Waves follow one another; each is as long as its longest step. */
export function totalOf(steps: readonly PlanStep[]): Plan['totalMs'] {
  if (steps.some(({ totalMs }) => totalMs === null)) return null;
  const waves = Map.groupBy(steps, ({ wave }) => wave);
  const sum = (of: 'low' | 'central' | 'high') =>
    [...waves.values()].reduce(
      (total, wave) => total + Math.max(...wave.map(({ totalMs }) => totalMs?.[of] ?? 0)),
      0,
    );
  return { low: sum('low'), central: sum('central'), high: sum('high') };
}
