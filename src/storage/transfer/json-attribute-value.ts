import type { AttributeValue } from './dynamodb-json.ts';

/**
 * The value that a JSON text says, in DynamoDB's form. Numbers keep their digits: they never become JavaScript numbers.
 *
 * @throws SyntaxError where the text is not JSON
 */
export function jsonToAttributeValue(text: string): AttributeValue {
  // Called from the inside out: the members of a list or an object are in DynamoDB's form already.
  const convert = (_name: string, value: unknown, context?: { readonly source?: string }): AttributeValue => {
    switch (typeof value) {
      case 'string':
        return { S: value };
      case 'number':
        return { N: context?.source ?? String(value) };
      case 'boolean':
        return { BOOL: value };
      default:
        if (value === null) return { NULL: true };
        return Array.isArray(value) ? { L: value } : { M: value };
    }
  };
  return JSON.parse(text, convert) as AttributeValue;
}

/** JSON text of a value in DynamoDB's form: sets are lists, bytes are base64. */
export function attributeValueToJson(value: AttributeValue): string {
  const [[type, content] = []] = Object.entries(value);
  switch (type) {
    case 'N':
      return content as string;
    case 'S':
    case 'BOOL':
    case 'SS':
      return JSON.stringify(content);
    case 'NS':
      return `[${(content as readonly string[]).join(',')}]`;
    case 'L':
      return `[${(content as readonly AttributeValue[]).map(attributeValueToJson).join(',')}]`;
    case 'M': {
      const members = Object.entries(content as Readonly<Record<string, AttributeValue>>);
      return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${attributeValueToJson(each)}`).join(',')}}`;
    }
    case 'B':
      return JSON.stringify(base64(content));
    case 'BS':
      return JSON.stringify((content as readonly unknown[]).map(base64));
    default:
      return 'null';
  }
}

function base64(bytes: unknown): string {
  return typeof bytes === 'string' ? bytes : Buffer.from(bytes as Uint8Array).toString('base64');
}
