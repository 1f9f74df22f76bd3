import { type ReactNode, useId } from 'react';

export type FieldIds = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
};

type FieldProps = {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: string;
  /** Receives the ids that tie the control to its label, hint and error. */
  children: (ids: FieldIds) => ReactNode;
};

export function Field({ label, hint, error, optional, children }: FieldProps) {
  const id = useId();
  const noteId = error || hint ? `${id}-note` : undefined;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-13 font-medium">
        {label}
        {optional && <span className="ml-1.5 font-normal text-subtle">{optional}</span>}
      </label>
      {children({ id, 'aria-describedby': noteId, 'aria-invalid': error ? true : undefined })}
      {error ? (
        <p id={noteId} role="alert" className="text-12 text-bad-text">
          {error}
        </p>
      ) : (
        hint && (
          <p id={noteId} className="text-12 text-muted">
            {hint}
          </p>
        )
      )}
    </div>
  );
}
