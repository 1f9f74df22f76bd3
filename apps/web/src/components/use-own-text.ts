import { useEffect, useRef, useState } from 'react';
import { type OwnText, withValue } from './own-text.ts';

// Only one question at a time is under way and the last one counts (client: Subscriptions), so this need only spare
// the server the middle of a quickly typed word.
const SETTLE_MS = 60;

/** What is typed into a field whose value is kept elsewhere; handed on, without blanks around it, once typing pauses. */
export function useOwnText(value: string, onChange: (text: string) => void) {
  const [own, setOwn] = useState<OwnText>({ text: value, sent: [] });
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setOwn(withValue(own, value));
  }
  const { text } = own;
  const handOn = () => {
    const asked = text.trim();
    if (asked === value) return;
    setOwn(now => ({ ...now, sent: [...now.sent, asked] }));
    onChange(asked);
  };
  const latest = useRef(handOn);
  useEffect(() => {
    latest.current = handOn;
  });
  useEffect(() => {
    const timer = setTimeout(() => latest.current(), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  return { text, setText: (next: string) => setOwn(now => ({ ...now, text: next })), handOn };
}
