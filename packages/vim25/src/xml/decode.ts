import { SaxesParser } from 'saxes';
import { VimTransportError } from '../errors.ts';
import { asObject, type VimObject, type VimValue } from '../values.ts';

/** Data objects nest a dozen deep; snapshot trees at most 32 levels of two elements more. */
const maxDepth = 200;

const numberTypes = new Set(['int', 'long', 'short', 'byte', 'double', 'float']);

const local = (name: string): string => {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
};

interface Open {
  name: string;
  text: string;
  /** The plain attribute `type`: that of a reference. */
  refType: string | undefined;
  /** xsi:type, whatever its prefix. */
  valueType: string | undefined;
  fields: VimObject | null;
  elements: VimValue[] | null;
}

/** Names in the answer become keys of objects: this one would change their prototype. */
const forbiddenName = '__proto__';

function open(name: string, attributes: Readonly<Record<string, string>>): Open {
  const element: Open = {
    name: local(name),
    text: '',
    refType: undefined,
    valueType: undefined,
    fields: null,
    elements: null,
  };
  for (const key in attributes) {
    if (key === 'type') element.refType = attributes[key];
    else if (key.endsWith(':type')) element.valueType = local(attributes[key] ?? '');
  }
  if (element.valueType?.startsWith('ArrayOf')) element.elements = [];
  if (element.name === forbiddenName) throw new Error(`an element is called ${element.name}`);
  return element;
}

function valueOf({ text, refType, valueType, fields, elements }: Open): VimValue {
  if (elements) return elements;
  if (fields) {
    if (valueType !== undefined) fields.$type = valueType;
    return fields;
  }
  if (refType !== undefined) return { type: refType, value: text };
  if (valueType === undefined) return text;
  if (numberTypes.has(valueType)) return Number(text);
  if (valueType === 'boolean') return text === 'true' || text === '1';
  // A data object without a field that is set; enumerations and strings have text.
  return text === '' && valueType !== 'string' ? { $type: valueType } : text;
}

function attach(parent: Open, name: string, value: VimValue): void {
  if (parent.elements) {
    parent.elements.push(value);
    return;
  }
  parent.fields ??= {};
  const before = parent.fields[name];
  if (before === undefined) parent.fields[name] = value;
  // Two elements of one name are a list. A list in a list does not occur in this API.
  else if (Array.isArray(before)) before.push(value);
  else parent.fields[name] = [before, value];
}

/** Takes an answer piece by piece. Declared entities are refused, so nothing can be expanded. */
class Decoder {
  readonly #parser = new SaxesParser({ xmlns: false });
  readonly #stack: Open[] = [open('', {})];
  readonly #text = new TextDecoder('utf-8', { fatal: true });

  constructor() {
    const parser = this.#parser;
    parser.on('doctype', () => {
      throw new Error('it has a document type, which this API never sends');
    });
    parser.on('opentag', ({ name, attributes }) => {
      if (this.#stack.length > maxDepth) throw new Error(`it nests deeper than ${maxDepth} elements`);
      this.#stack.push(open(name, attributes));
    });
    const text = (piece: string) => {
      const top = this.#stack.at(-1);
      if (top && !top.fields) top.text += piece;
    };
    parser.on('text', text);
    parser.on('cdata', text);
    parser.on('closetag', () => {
      const closed = this.#stack.pop();
      const parent = this.#stack.at(-1);
      if (closed && parent) attach(parent, closed.name, valueOf(closed));
    });
  }

  push(piece: Uint8Array): void {
    this.#parser.write(this.#text.decode(piece, { stream: true }));
  }

  end(): VimObject {
    this.#parser.write(this.#text.decode());
    this.#parser.close();
    return this.#stack[0]?.fields ?? {};
  }
}

/** Small pieces keep the parser's own buffer small. */
const pieceBytes = 64 * 1024;

/** The children of the SOAP body. */
export function decodeBody(bytes: Uint8Array): VimObject {
  try {
    const decoder = new Decoder();
    for (let from = 0; from < bytes.length; from += pieceBytes)
      decoder.push(bytes.subarray(from, from + pieceBytes));
    const { Envelope } = decoder.end();
    const body = asObject(asObject(Envelope)?.['Body']);
    if (body) return body;
    throw new Error('it is not a SOAP message');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new VimTransportError('protocol', `The answer cannot be read: ${why}`, error);
  }
}
