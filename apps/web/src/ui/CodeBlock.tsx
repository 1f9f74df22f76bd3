import { useMemo } from 'react';
import { type CodeLanguage, type CodeToken, highlight } from '../lib/highlight.ts';
import { CopyButton } from './CopyButton.tsx';

type CodeBlockProps = { code: string; language: CodeLanguage; label: string };

const COLOURS: Record<CodeToken['kind'], string> = {
  plain: '',
  name: 'text-accent',
  attribute: 'text-busy-text',
  value: 'text-ok-text',
  comment: 'text-subtle',
};

export function CodeBlock({ code, language, label }: CodeBlockProps) {
  const tokens = useMemo(() => highlight(code, language), [code, language]);
  return (
    <figure className="relative min-w-0 rounded-lg border bg-sunken" aria-label={label}>
      {/* Above the text, which is positioned, too (`scroll-area`). */}
      <div className="absolute top-1 right-1 z-1 rounded-md bg-sunken">
        <CopyButton text={code} />
      </div>
      {/* Focusable, so that the keyboard can scroll it. */}
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="scroll-area max-h-[70vh] p-4 pr-12 font-mono text-12 leading-5 -outline-offset-2"
      >
        <code>
          {tokens.map((token, index) => (
            <span key={index} className={COLOURS[token.kind]}>
              {token.text}
            </span>
          ))}
        </code>
      </pre>
    </figure>
  );
}
