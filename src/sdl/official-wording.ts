import { type GraphQLSchema, isInputObjectType } from 'graphql';

/**
 * A message of GraphQL's rules in the words of the version the official compiler has, which programs and search
 * engines know. Messages that are alike in both stay as they are.
 *
 * @param expected type of the place where the value stands, such as `[AuthRule!]!`
 */
export function officialWording(message: string, schema: GraphQLSchema, expected: string | null = null): string {
  const argument = /^Argument "@(\w+)\((\w+):\)" of type "(.+)" is required, but it was not provided\.$/.exec(message);
  if (argument !== null) {
    const [, directive, name, type] = argument;
    return `Directive "@${directive}" argument "${name}" of type "${type}" is required, but it was not provided.`;
  }
  const unknown = /^Expected value of type "(\w+)" not to include unknown field "(\w+)"(?:\.|, found:).*$/s.exec(
    message,
  );
  if (unknown !== null) {
    const suggestion = / Did you mean .*?\?(?= Found: )/s.exec(message)?.[0] ?? '';
    return `Field "${unknown[2]}" is not defined by type "${unknown[1]}".${suggestion}`;
  }
  const missing = /^Expected value of type "(\w+)" to include required field "(\w+)", found: .*$/s.exec(message);
  if (missing !== null) {
    const [, typeName = '', field = ''] = missing;
    const type = schema.getType(typeName);
    const fieldType = isInputObjectType(type) ? type.getFields()[field]?.type : undefined;
    return `Field "${typeName}.${field}" of required type "${fieldType}" was not provided.`;
  }
  const nonNull = /^Expected value of non-null type "(.+)" not to be null\.$/.exec(message);
  if (nonNull !== null) return `Expected value of type "${nonNull[1]}", found null.`;
  const noObject = /^Expected value of type "(\w+)" to be an object, found: (.*)\.$/s.exec(message);
  if (noObject !== null) return `Expected value of type "${expected ?? noObject[1]}", found ${noObject[2]}.`;
  return message;
}
