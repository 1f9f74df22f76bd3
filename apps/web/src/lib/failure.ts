export type FailureReason = { code?: string | undefined; field?: string | undefined; message: string };

/** What a person needs of any failure: what happened, why, what to do, and something to send to a colleague. */
export type Failure = {
  title: string;
  detail?: string | undefined;
  code: string;
  reasons?: readonly FailureReason[];
  /** What to do about it. */
  advice?: string | undefined;
  operationId?: string | undefined;
  requestId?: string | undefined;
};

/** For the clipboard: everything a colleague or a bug report needs. */
export function failureText(failure: Failure): string {
  return [
    failure.title,
    failure.detail,
    ...(failure.reasons ?? []).map(({ message }) => `- ${message}`),
    failure.advice,
    `code: ${failure.code}`,
    failure.operationId && `operation: ${failure.operationId}`,
    failure.requestId && `request: ${failure.requestId}`,
  ]
    .filter(Boolean)
    .join('\n');
}
