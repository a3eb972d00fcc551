import serviceSpec from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';

/** A template as it is read: nothing is known of it. */
type Json = Readonly<Record<string, unknown>>;

/**
 * Loads the registry of CloudFormation. What it gives says what is wrong with the resources of a template, a line each:
 * types that are not there, properties that are unknown, missing or of another type, and references to nothing.
 */
export function loadTemplateCheck(): (template: Json) => readonly string[] {
  const database = serviceSpec.loadAwsServiceSpecSync();
  return (template) => checkTemplate(database, template);
}

function checkTemplate(database: SpecDatabase, template: Json): readonly string[] {
  const resources = template.Resources as Readonly<Record<string, Json>>;
  const known = new Set([...Object.keys(resources), ...Object.keys((template.Parameters as Json | undefined) ?? {})]);
  return [
    ...Object.entries(resources).flatMap(([id, resource]) => {
      const [type] = database.lookup('resource', 'cloudFormationType', 'equals', resource.Type as string);
      if (type === undefined) return [`${id}: ${resource.Type} is no type`];
      return checkObject(database, type.properties, resource.Properties as Json, id);
    }),
    ...referencesOf(template)
      .filter((name) => !known.has(name) && !name.startsWith('AWS::'))
      .map((name) => `${name} is referred to, and is not there`),
  ];
}

type Properties = Readonly<Record<string, Property>>;

function checkObject(database: SpecDatabase, properties: Properties, value: Json, path: string): readonly string[] {
  const missing = Object.entries(properties).flatMap(([name, { required }]) =>
    required === true && value[name] === undefined ? [`${path}.${name} is missing`] : [],
  );
  const present = Object.entries(value).flatMap(([name, each]) => {
    const property = properties[name];
    return property === undefined
      ? [`${path}.${name} is unknown`]
      : checkValue(database, property.type, each, `${path}.${name}`);
  });
  return [...missing, ...present];
}

function checkValue(database: SpecDatabase, type: PropertyType, value: unknown, path: string): readonly string[] {
  // What an intrinsic function gives is known only in the cloud.
  if (isObject(value) && Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'))) return [];
  const unless = (fits: boolean) => (fits ? [] : [`${path} is no ${type.type}`]);
  switch (type.type) {
    case 'union': {
      const problems = type.types.map((each) => checkValue(database, each, value, path));
      return problems.find((each) => each.length === 0) ?? problems[0]!;
    }
    case 'array':
      if (!Array.isArray(value)) return unless(false);
      return value.flatMap((each, position) => checkValue(database, type.element, each, `${path}[${position}]`));
    case 'map':
      if (!isObject(value)) return unless(false);
      return Object.entries(value).flatMap(([key, each]) => checkValue(database, type.element, each, `${path}.${key}`));
    case 'ref':
      if (!isObject(value)) return unless(false);
      return checkObject(database, database.get('typeDefinition', type.reference).properties, value, path);
    case 'json':
      return unless(isObject(value));
    case 'integer':
      return unless(Number.isInteger(value));
    case 'number':
      return unless(typeof value === 'number');
    case 'boolean':
      return unless(typeof value === 'boolean');
    case 'string':
    case 'date-time':
      return unless(typeof value === 'string');
    default:
      return [`${path} has a type that is not checked: ${type.type}`];
  }
}

/** What `Ref`, `Fn::GetAtt` and `Fn::Sub` name, anywhere. */
function referencesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesOf);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    if (key === 'Ref') return [each as string];
    if (key === 'Fn::GetAtt') return [(each as readonly string[])[0]!];
    if (key === 'Fn::Sub') return [...(each as string).matchAll(/\$\{([\w:]+)/g)].map((match) => match[1]!);
    return referencesOf(each);
  });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
