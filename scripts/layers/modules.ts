import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** One place where a module names another one. */
export interface ModuleReference {
  readonly specifier: string;
  readonly line: number;
  /** `export … from`: passes another module's names on. */
  readonly isReExport: boolean;
}

/** A word of the program: an identifier, a string, a piece of a template or the text of an element. */
export interface Word {
  readonly text: string;
  readonly line: number;
}

export interface SourceModule {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly references: readonly ModuleReference[];
  readonly words: readonly Word[];
}

interface Found {
  readonly text: string;
  readonly start: number;
}

const skippedFolders = new Set(['node_modules', 'dist', '.cache', '.orrery']);

export function listSources(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : listSources(root, path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** Parsed, not matched with expressions: imports in comments and strings are none, and types count as well. */
export function readModule(root: string, path: string): SourceModule {
  const text = readFileSync(join(root, path), 'utf8');
  const { program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new Error(`${path} cannot be parsed: ${error.message}`);
  const imports: Found[] = [];
  const reExports: Found[] = [];
  const words: Found[] = [];
  const source = (node: { value: string; start: number }): Found => ({ text: node.value, start: node.start });
  new Visitor({
    ImportDeclaration: node => void imports.push(source(node.source)),
    ExportAllDeclaration: node => void reExports.push(source(node.source)),
    ExportNamedDeclaration: node => void (node.source && reExports.push(source(node.source))),
    TSImportType: node => void imports.push(source(node.source)),
    ImportExpression: node => void imports.push({ text: literal(node.source), start: node.source.start }),
    Identifier: node => void words.push({ text: node.name, start: node.start }),
    Literal: node =>
      void (typeof node.value === 'string' && words.push({ text: node.value, start: node.start })),
    TemplateElement: node => void words.push({ text: node.value.raw, start: node.start }),
    JSXText: node => void words.push({ text: node.value, start: node.start }),
  }).visit(program);
  const lineOf = (start: number) => text.slice(0, start).split('\n').length;
  const reference = (isReExport: boolean) => (found: Found) => ({
    specifier: found.text,
    line: lineOf(found.start),
    isReExport,
  });
  return {
    path,
    references: [...imports.map(reference(false)), ...reExports.map(reference(true))],
    words: words.map(word => ({ text: word.text, line: lineOf(word.start) })),
  };
}

/** A computed `import()` cannot be checked, so it is refused by the name of this specifier. */
export const computedSpecifier = '(computed)';

function literal(node: { type: string; value?: unknown }): string {
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : computedSpecifier;
}
