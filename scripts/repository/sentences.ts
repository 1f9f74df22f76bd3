import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Expression, parseSync, Visitor } from 'oxc-parser';

/**
 * What the server can say, as a translator meets it: `The image needs {0} MiB of memory`. A template's values are
 * numbered in the order in which they stand. The browser finds the sentence again by this text, as gettext does.
 */
export interface Spoken {
  readonly text: string;
  readonly path: string;
}

/** What only the log, a terminal or a reader of the OpenAPI document gets to see. */
const silent: readonly RegExp[] = [
  /\.(test|bench)\.ts$/,
  /\/(testing|conformance)\//,
  /^apps\/bff\/src\/(audit|config|database|observability)\//,
  /^apps\/bff\/src\/(start|services|module-loading|backends\/built-ins)\.ts$/,
  /\/contract\/src\/security\/routes\.ts$/,
  /^packages\/provider-simulator\/src\/(provider|world\/.*|map\/.*)\.ts$/,
  /^apps\/bff\/src\/http\/(bind-routes|listen|openapi|operational-routes|starting)\.ts$/,
  /toy-shell\.ts$/, // what a simulated machine writes on its console
];

/** The texts of these are looked up in every language; those of providers come from far below, and may stay English. */
const spoken =
  /^(apps\/bff\/src\/|packages\/(balancer|contract\/src\/(actions|backends|security)|provider-kit|provider-simulator)\/|packages\/provider-[a-z]+\/src\/capabilities\.ts)/;

export const isSpoken = (path: string): boolean =>
  spoken.test(path) && !silent.some(pattern => pattern.test(path));

/** Calls whose words no user reads: logs, schemas that describe themselves, errors of programmers. */
const unheardCalls = new Set([
  'describe',
  'info',
  'warn',
  'error',
  'debug',
  'Error',
  'TypeError',
  'RangeError',
]);

const calleeName = (callee: Expression): string => {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
    ? callee.property.name
    : '';
};

/** Every text of a module, with the values of templates numbered. */
export function textsOf(root: string, path: string): Spoken[] {
  const { program } = parseSync(path, readFileSync(join(root, path), 'utf8'));
  const texts: { text: string; start: number }[] = [];
  const unheard: { start: number; end: number }[] = [];
  new Visitor({
    CallExpression: ({ callee, arguments: given }) => {
      const [first, last] = [given[0], given.at(-1)];
      if (first && last && unheardCalls.has(calleeName(callee)))
        unheard.push({ start: first.start, end: last.end });
    },
    NewExpression: ({ callee, start, end }) => {
      if (unheardCalls.has(calleeName(callee))) unheard.push({ start, end });
    },
    TSLiteralType: ({ start, end }) => void unheard.push({ start, end }),
    Literal: ({ value, start }) => {
      if (typeof value === 'string') texts.push({ text: value, start });
    },
    TemplateLiteral: ({ quasis, start }) => {
      const text = quasis
        .map(({ value }, index) => `${index === 0 ? '' : `{${index - 1}}`}${value.cooked}`)
        .join('');
      texts.push({ text, start });
    },
  }).visit(program);
  return texts
    .filter(({ start }) => !unheard.some(span => start >= span.start && start < span.end))
    .map(({ text }) => ({ text, path }));
}

/** Sentences begin with a capital letter or a value and have three words at least; SQL, headers and names are none. */
export function isSentence(text: string): boolean {
  if (!/^([A-Z{]|\d)/.test(text) || /[\n<>=]|;\s*charset|^BEGIN|PRIVATE KEY|^HTTP /.test(text)) return false;
  const words = text.replaceAll(/\{\d+\}/g, ' ').match(/(?<![\w/:.-])[A-Za-z][a-z'’-]*(?![\w/:])/g) ?? [];
  return words.length >= 3;
}

/** A sentence and what another language says for it. */
export interface Entry {
  readonly text: string;
  readonly translation: string;
}

/** Read, not imported: scripts know no code of the apps. */
export function entriesOf(root: string, path: string): Entry[] {
  const { program } = parseSync(path, readFileSync(join(root, path), 'utf8'));
  const entries: Entry[] = [];
  new Visitor({
    Property: ({ key, value }) => {
      if (value.type !== 'Literal' || typeof value.value !== 'string') return;
      const text = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
      entries.push({ text, translation: value.value });
    },
  }).visit(program);
  return entries;
}
