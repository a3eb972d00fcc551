type Value = string | number | boolean | null | Members | Value[];
interface Members {
  [name: string]: Value;
}

interface Open {
  readonly name: string;
  readonly members: Members;
  text: string;
}

/** Markup, and the text before it. Declarations of types are not read: entities of one's own can grow without end. */
const token =
  /([^<]*)<(?:!--[\s\S]*?--|\?[\s\S]*?\?|!\[CDATA\[([\s\S]*?)\]\]|\/\s*([^\s>]+)\s*|([^\s/>!?]+)((?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?))>/gy;
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const maxDepth = 200;

/**
 * Reads XML as AppSync does: elements and attributes become members, repeated ones a list, text that is a number or a
 * truth value that, and text beside attributes the member `content`.
 *
 * @throws TypeError where the text is not XML
 */
export function xmlToMap(xml: string): Members {
  const root: Open = { name: '', members: Object.create(null), text: '' };
  const open: Open[] = [root];
  let end = 0;
  for (const match of xml.matchAll(token)) {
    const [whole, before = '', cdata, closed, opened, attributes = '', empty] = match;
    const innermost = open.at(-1)!;
    innermost.text += decoded(before) + (cdata ?? '');
    end = match.index + whole.length;
    if (opened !== undefined) {
      const element: Open = { name: opened, members: Object.create(null), text: '' };
      for (const [, name, double, single] of attributes.matchAll(attribute)) {
        add(element.members, name!, scalarOf(decoded(double ?? single ?? '')));
      }
      if (empty === '/') add(innermost.members, opened, valueOfElement(element));
      else open.push(element);
      if (open.length > maxDepth) throw notXml();
    } else if (closed !== undefined) {
      if (open.length === 1 || innermost.name !== closed) throw notXml();
      open.pop();
      add(open.at(-1)!.members, closed, valueOfElement(innermost));
    }
  }
  const isWhole = xml.slice(end).trim() === '' && root.text.trim() === '' && Object.keys(root.members).length === 1;
  if (!isWhole || open.length > 1) throw notXml();
  return root.members;
}

function notXml(): TypeError {
  return new TypeError('util.xml: the text is not XML');
}

function valueOfElement({ members, text }: Open): Value {
  const trimmed = text.trim();
  if (Object.keys(members).length === 0) return scalarOf(trimmed);
  if (trimmed !== '') add(members, 'content', scalarOf(trimmed));
  return members;
}

function add(members: Members, name: string, value: Value): void {
  const known = members[name];
  if (known === undefined) members[name] = value;
  else if (Array.isArray(known)) known.push(value);
  else members[name] = [known, value];
}

function scalarOf(text: string): Value {
  if (/^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return text === 'null' ? null : text;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g, (whole, hex, decimal, name) => {
    if (name !== undefined) return Object.hasOwn(entities, name) ? entities[name]! : whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
