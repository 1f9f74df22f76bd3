import { CornerDownLeft } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useT } from '../../../lib/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Input } from '../../../ui/Input.tsx';
import { Link } from '../../../ui/Link.tsx';
import { tidyPath } from './read-place.ts';

type PathBarProps = { path: string; hrefOf: (path: string) => string; onGo: (path: string) => void };

/** Where one is, step by step, and a field for where to go. */
export function PathBar({ path, hrefOf, onGo }: PathBarProps) {
  const t = useT();
  return (
    <div className="flex min-w-0 flex-[1_1_18rem] flex-col gap-2">
      {/* Typed anew when it leads elsewhere. */}
      <PathField key={path} path={path} onGo={onGo} />
      <nav aria-label={t('files.crumbs')}>
        <ol className="flex flex-wrap items-center gap-x-1 text-13">
          {stepsOf(path).map(({ name, to }, index, all) => (
            <li key={to} className="flex items-center gap-1">
              {index > 1 && (
                <span aria-hidden className="text-subtle">
                  /
                </span>
              )}
              {index === all.length - 1 ? (
                <span aria-current="location" className="font-mono [overflow-wrap:anywhere]">
                  {name}
                </span>
              ) : (
                <Link
                  href={hrefOf(to)}
                  className="rounded-sm px-0.5 font-mono text-muted hover:text-text hover:underline"
                >
                  {name}
                </Link>
              )}
            </li>
          ))}
        </ol>
      </nav>
    </div>
  );
}

function PathField({ path, onGo }: Pick<PathBarProps, 'path' | 'onGo'>) {
  const t = useT();
  const id = useId();
  const [typed, setTyped] = useState(path);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onGo(tidyPath(typed));
  };
  return (
    <form onSubmit={submit} className="flex gap-2">
      <label htmlFor={id} className="sr-only">
        {t('files.path')}
      </label>
      <div className="min-w-0 flex-1">
        <Input
          id={id}
          autoComplete="off"
          spellCheck={false}
          className="font-mono text-13"
          placeholder="/etc"
          value={typed}
          onChange={event => setTyped(event.target.value)}
        />
      </div>
      <Button type="submit">
        <CornerDownLeft aria-hidden className="size-4" />
        {t('files.go')}
      </Button>
    </form>
  );
}

function stepsOf(path: string): { name: string; to: string }[] {
  const names = path.split('/').filter(Boolean);
  const steps = names.map((name, index) => ({ name, to: `/${names.slice(0, index + 1).join('/')}` }));
  return [{ name: '/', to: '/' }, ...steps];
}
