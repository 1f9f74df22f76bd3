/**
 * What the server says in English, in another language. The English sentence is the key, as in gettext; its values are
 * numbered: `The image needs {0} MiB of memory`. A value may be a sentence itself, or words of `fragments`; one in
 * quotes, `Unknown field '{0}'`, is what somebody has typed, and stays.
 */
export interface Phrasebook {
  sentences: Readonly<Record<string, string>>;
  /** Words that stand inside sentences only; alone they could be anybody's name. */
  fragments: Readonly<Record<string, string>>;
}

type Read = (text: string) => string | undefined;

interface Pattern {
  matches: RegExp;
  said: string;
  /** Numbers of the values that stay as they are. */
  quoted: ReadonlySet<number>;
  /** Letters that must be there: the more, the surer. */
  weight: number;
}

const isOpen = (text: string) => /\{\d\}/.test(text);

function patternsOf(book: Readonly<Record<string, string>>): Pattern[] {
  return Object.entries(book)
    .filter(([text]) => isOpen(text))
    .map(([text, said]) => ({
      matches: expressionOf(text),
      said,
      quoted: new Set([...text.matchAll(/'\{(\d)\}'/g)].map(([, at]) => Number(at))),
      weight: text.replaceAll(/\{\d\}/g, '').length,
    }))
    .toSorted((a, b) => b.weight - a.weight);
}

/** Values are numbered in the order in which they stand, so their groups are, too. */
function expressionOf(text: string): RegExp {
  const parts = text.split(/\{\d\}/).map(part => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('(.*?)')}$`, 's');
}

// What rows say is asked for at each drawing; figures in it change, so there is no end to what could be kept.
const mostKept = 2_000;

/** Reads whole sentences; undefined where one is not known. */
export function readerOf({ sentences, fragments }: Phrasebook): Read {
  const kept = new Map<string, string | undefined>();
  const known = new Map(Object.entries(sentences).filter(([text]) => !isOpen(text)));
  const inside = new Map(Object.entries(fragments).filter(([text]) => !isOpen(text)));
  const open = patternsOf(sentences);
  const openInside = patternsOf(fragments);

  const fill = (patterns: readonly Pattern[], text: string): string | undefined => {
    for (const { matches, said, quoted } of patterns) {
      const values = matches.exec(text);
      if (!values) continue;
      return said.replaceAll(/\{(\d)\}/g, (_, at: string) => {
        const own = values[Number(at) + 1] ?? '';
        return quoted.has(Number(at)) ? own : value(own);
      });
    }
    return undefined;
  };
  const value = (text: string): string => {
    const bare = text.trim();
    return read(bare) ?? inside.get(bare) ?? fill(openInside, bare) ?? text;
  };
  /** Two sentences, of which both must be known; or a name or a cause beside one. */
  const inParts = (text: string, mark: '. ' | ': '): string | undefined => {
    const at = text.indexOf(mark);
    if (at < 0) return undefined;
    const [head, rest] = [text.slice(0, at), text.slice(at + mark.length)];
    const [first, second] = [read(head), read(rest)];
    if (mark === '. ') return first === undefined || second === undefined ? undefined : `${first}。${second}`;
    return first === undefined && second === undefined ? undefined : `${first ?? head}：${second ?? rest}`;
  };
  const find = (text: string) =>
    known.get(text) ?? inParts(text, '. ') ?? fill(open, text) ?? inParts(text, ': ');
  function read(text: string): string | undefined {
    if (kept.has(text)) return kept.get(text);
    const said = text === '' ? undefined : find(text);
    if (kept.size >= mostKept) kept.clear();
    kept.set(text, said);
    return said;
  }
  return text => read(text.trim());
}

let reader: Read = () => undefined;

/** English readers have none: the server speaks it. */
export function setPhrasebook(book: Phrasebook | null): void {
  reader = book === null ? () => undefined : readerOf(book);
}

/** The sentence in the reader's language, or undefined where it has no words in it. */
export const sentenceOf: Read = text => reader(text);
