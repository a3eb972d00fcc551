import type { IntrospectedField, IntrospectedType } from './model-introspection.ts';

export function typeName(type: IntrospectedType): string {
  return typeof type === 'string' ? type : (Object.values(type)[0] as string);
}

/** GraphQL type of an argument, with its lists and nullability. */
export function argumentType({ type, isArray, isRequired, isArrayNullable }: IntrospectedField): string {
  const element = `${typeName(type)}${isRequired ? '!' : ''}`;
  return isArray ? `[${element}]${isArrayNullable ? '' : '!'}` : element;
}

/** Name of the input that conditions a sort-key field of this type. */
export function keyConditionType({ type }: IntrospectedField): string {
  if (type === 'Int' || type === 'AWSTimestamp') return 'ModelIntKeyConditionInput';
  if (type === 'ID' || type === 'Float' || type === 'Boolean') return `Model${type}KeyConditionInput`;
  return 'ModelStringKeyConditionInput';
}
