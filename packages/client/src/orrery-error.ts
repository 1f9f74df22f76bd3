import { type Problem, problemSchema } from '@orrery/contract/errors/problem.ts';

/** An answer of the API that is not a success, or no answer at all (`code` is `network` then, `status` 0). */
export class OrreryError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options: { cause?: unknown } = {}) {
    super(problem.detail ?? problem.title, options);
    this.name = 'OrreryError';
    this.problem = problem;
  }

  /** Stable; texts are not. */
  get code(): string {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }

  get reasons(): Problem['reasons'] {
    return this.problem.reasons;
  }
}

export async function errorOf(response: Response): Promise<OrreryError> {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = problemSchema.safeParse(body);
  if (parsed.success) return new OrreryError(parsed.data);
  return new OrreryError({
    type: 'about:blank',
    title: `${response.status} ${response.statusText}`.trim(),
    status: response.status,
    code: `http.${response.status}`,
    reasons: [],
  });
}

export function networkError(cause: unknown): OrreryError {
  return new OrreryError(
    {
      type: 'about:blank',
      title: 'The Orrery server does not answer',
      detail: 'Check that it is running and that this machine reaches it.',
      status: 0,
      code: 'network',
      reasons: [],
    },
    { cause },
  );
}
