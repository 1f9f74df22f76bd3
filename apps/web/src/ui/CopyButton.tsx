import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useT } from '../lib/i18n.ts';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';

// How long "Copied" is shown.
const SHOWN_MS = 1600;

type CopyButtonProps = { text: string; label?: string; showLabel?: boolean };

export function CopyButton({ text, label, showLabel = false }: CopyButtonProps) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    // Refused without focus or outside a secure context: the text is on screen, so nothing is lost.
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  const words = copied ? t('ui.copied') : (label ?? t('ui.copy'));
  if (!showLabel)
    return <IconButton icon={copied ? Check : Copy} label={words} size="small" onClick={copy} />;
  const Icon = copied ? Check : Copy;
  return (
    <Button size="small" tone="quiet" onClick={copy}>
      <Icon aria-hidden className="size-3.5" />
      {words}
    </Button>
  );
}
