import { asRef, type MoRef, type VimObject, type VimValue } from '../values.ts';

/** Part of a request, written and escaped already. */
export interface Xml {
  readonly xml: string;
}

type Content = string | number | boolean | MoRef | Xml | readonly Xml[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

// Control characters, lone surrogates and the two non-characters: XML 1.0 has no way to write them.
const unwritable = /[^\P{Cc}\t\n\r\u007F-\u009F]|[\p{Surrogate}\uFFFE\uFFFF]/u;

export const isWritable = (text: string): boolean => !unwritable.test(text);

export function escapeXml(text: string): string {
  if (!isWritable(text)) throw new TypeError('The text has characters that XML cannot carry');
  return text.replace(/[&<>"\r]/g, character => escapes[character] ?? character);
}

const isXml = (content: MoRef | Xml): content is Xml => 'xml' in content;

function inner(content: Content): string {
  if (typeof content === 'string') return escapeXml(content);
  if (typeof content === 'number' || typeof content === 'boolean') return String(content);
  if (Array.isArray(content)) return content.map((part: Xml) => part.xml).join('');
  // What is neither text nor a list is one of the two: Array.isArray does not narrow read-only arrays away.
  const one = content as MoRef | Xml;
  return isXml(one) ? one.xml : escapeXml(one.value);
}

function attributesOf(content: Content, xsiType: string | undefined): string {
  const isRef = typeof content === 'object' && 'type' in content;
  const ref = isRef ? ` type="${escapeXml(content.type)}"` : '';
  return xsiType === undefined ? ref : `${ref} xsi:type="${escapeXml(xsiType)}"`;
}

/** One element: text, a reference, or other elements; `xsiType` where the schema has a choice. */
export const el = (name: string, content: Content, xsiType?: string): Xml => ({
  xml: `<${name}${attributesOf(content, xsiType)}>${inner(content)}</${name}>`,
});

/** The element, or nothing. */
export const optional = (name: string, content: Content | null | undefined, xsiType?: string): Xml[] =>
  content === null || content === undefined ? [] : [el(name, content, xsiType)];

export const each = (name: string, contents: readonly Content[], xsiType?: string): Xml[] =>
  contents.map(content => el(name, content, xsiType));

/** Where the schema says `anyType`, a value must name its own. */
function ofAnyType(name: string, value: VimValue | undefined): Xml[] {
  if (typeof value === 'string') return [el(name, value, 'xsd:string')];
  if (typeof value === 'boolean') return [el(name, value, 'xsd:boolean')];
  if (typeof value !== 'number') return echo(name, value);
  return [el(name, value, Number.isInteger(value) ? 'xsd:long' : 'xsd:double')];
}

/** What an answer held, as part of a request: in the order and with the types that it came with. */
export function echo(name: string, value: VimValue | undefined): Xml[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(one => echo(name, one));
  if (typeof value !== 'object') return [el(name, value)];
  const ref = asRef(value);
  if (ref && Object.keys(value).length === 2) return [el(name, ref)];
  const { $type, ...fields }: VimObject = value;
  const inside = Object.entries(fields).flatMap(([field, inner]) =>
    name === 'extraConfig' && field === 'value' ? ofAnyType(field, inner) : echo(field, inner),
  );
  return [el(name, inside, $type)];
}

const namespaces =
  'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';

export const envelope = (method: string, self: MoRef, args: readonly Xml[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope ${namespaces}><soapenv:Body><${method} xmlns="urn:vim25">${el('_this', self).xml}${inner(args)}</${method}></soapenv:Body></soapenv:Envelope>`;
