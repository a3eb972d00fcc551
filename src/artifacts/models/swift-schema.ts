import type { MobileField, MobileModel, MobileObject, MobileRule } from './mobile-model.ts';
import { swiftElementType } from './swift-types.ts';
import { lowerFirst, plural } from './words.ts';

/** The description of a model by which the library stores and asks for it, as an extension. */
export function swiftModelSchema(model: MobileModel): readonly string[] {
  const { name, fields, keyFields, pluralName } = model;
  const keys = keysOf(model);
  const attributes = [
    ...model.indexes.map((index) => {
      const list = index.fields.map((each) => JSON.stringify(each)).join(', ');
      return `.index(fields: [${list}], name: ${index.name === null ? 'nil' : JSON.stringify(index.name)})`;
    }),
    `.primaryKey(fields: [${keyFields.map((each) => `${keys}.${each}`).join(', ')}])`,
  ];
  return [
    ...opening(model, pluralName, model.rules),
    `    model.attributes(\n      ${attributes.join(',\n      ')}\n    )`,
    '',
    `    model.fields(\n      ${fields.map((field) => printField(field, keys)).join(',\n      ')}\n    )`,
    '  }',
    `  public class Path: ModelPath<${name}> { }`,
    '',
    '  public static var rootPath: PropertyContainerPath? { Path() }',
    '}',
    '',
    ...identity(model),
    `extension ModelPath where ModelType == ${name} {`,
    ...fields.flatMap(path),
    '}',
  ];
}

/** The description of another type. */
export function swiftObjectSchema(object: MobileObject): readonly string[] {
  const fields = object.fields.map((field) => printField(field, keysOf(object)));
  return [
    ...opening(object, plural(object.name), []),
    `    model.fields(\n      ${fields.join(',\n      ')}\n    )`,
    '  }',
    '}',
  ];
}

function opening(object: MobileObject, pluralName: string, rules: readonly MobileRule[]): readonly string[] {
  const { name, fields } = object;
  return [
    `extension ${name} {`,
    '  // MARK: - CodingKeys',
    '  public enum CodingKeys: String, ModelKey {',
    ...fields.map((field) => `    case ${field.name}`),
    '  }',
    '',
    '  public static let keys = CodingKeys.self',
    '  // MARK: - ModelSchema',
    '',
    '  public static let schema = defineSchema { model in',
    `    let ${keysOf(object)} = ${name}.keys`,
    '',
    ...(rules.length === 0
      ? []
      : [`    model.authRules = [\n      ${rules.map(printRule).join(',\n      ')}\n    ]`, '']),
    `    model.listPluralName = "${pluralName}"`,
    `    model.syncPluralName = "${pluralName}"`,
    '',
  ];
}

/** The local name of a type's keys; one that would hide the type is lengthened. */
function keysOf({ name }: MobileObject): string {
  return lowerFirst(name) === name ? `${name}Keys` : lowerFirst(name);
}

function printRule(rule: MobileRule): string {
  const texts = (['ownerField', 'identityClaim', 'groupClaim'] as const).flatMap((key) =>
    rule[key] === undefined ? [] : [`${key}: ${JSON.stringify(rule[key])}`],
  );
  const parts = [
    `allow: .${rule.allow}`,
    ...texts,
    ...(rule.groups === undefined ? [] : [`groups: [${rule.groups.map((each) => JSON.stringify(each)).join(', ')}]`]),
    ...(rule.groupsField === undefined ? [] : [`groupsField: ${JSON.stringify(rule.groupsField)}`]),
    `provider: .${rule.provider}`,
    `operations: [${rule.operations.map((each) => `.${each}`).join(', ')}]`,
  ];
  return `rule(${parts.join(', ')})`;
}

const fieldTypes: Readonly<Record<string, string>> = {
  Boolean: '.bool',
  Float: '.double',
  Int: '.int',
  AWSDate: '.date',
  AWSDateTime: '.dateTime',
  AWSTime: '.time',
  AWSTimestamp: '.int',
};

function printField(field: MobileField, keys: string): string {
  const { name, type, isRequired, isReadOnly, relation } = field;
  const parts = [`${keys}.${name}`, `is: ${isRequired ? '.required' : '.optional'}`];
  if (relation === null) {
    return `.field(${[...parts, ...(isReadOnly ? ['isReadOnly: true'] : []), `ofType: ${fieldType(field)}`].join(', ')})`;
  }
  const { kind, associatedWith, targetNames } = relation;
  const associated = `${type}.keys.${associatedWith}`;
  const association =
    relation.style === 'references' ? `associatedFields: [${associated}]` : `associatedWith: ${associated}`;
  const list = targetNames.map((each) => JSON.stringify(each)).join(', ');
  const target = [
    `ofType: ${type}.self`,
    ...(kind === 'belongsTo' ? [] : [association]),
    ...(targetNames.length === 0 ? [] : [`targetNames: [${list}]`]),
  ];
  return `.${kind}(${[...parts, ...target].join(', ')})`;
}

function fieldType(field: MobileField): string {
  const { kind, type, isList } = field;
  if (isList) return `.embeddedCollection(of: ${swiftElementType(field)}.self)`;
  if (kind === 'enum') return `.enum(type: ${type}.self)`;
  if (kind === 'object') return `.embedded(type: ${type}.self)`;
  return fieldTypes[type] ?? '.string';
}

function identity(model: MobileModel): readonly string[] {
  const { name, isCustomKey, keyFields, fields } = model;
  const format = isCustomKey ? 'Custom' : 'Default';
  const keys = keyFields.flatMap((key) => fields.filter((field) => field.name === key));
  return [
    `extension ${name}: ModelIdentifiable {`,
    `  public typealias IdentifierFormat = ModelIdentifierFormat.${format}`,
    `  public typealias IdentifierProtocol = ${isCustomKey ? 'ModelIdentifier<Self, ModelIdentifierFormat.Custom>' : 'DefaultModelIdentifier<Self>'}`,
    '}',
    '',
    ...(isCustomKey
      ? [
          `extension ${name}.IdentifierProtocol {`,
          `  public static func identifier(${keys.map((key) => `${key.name}: ${swiftElementType(key)}`).join(',\n      ')}) -> Self {`,
          `    .make(fields: [${keyFields.map((key) => `(name: "${key}", value: ${key})`).join(', ')}])`,
          '  }',
          '}',
          '',
        ]
      : []),
  ];
}

const pathOf: Readonly<Record<string, string>> = {
  Bool: 'bool',
  Double: 'double',
  Int: 'int',
  'Temporal.Date': 'date',
  'Temporal.DateTime': 'datetime',
  'Temporal.Time': 'time',
};

/** Enums and other types have no path. */
function path(field: MobileField): readonly string[] {
  const { name, kind, type, isList } = field;
  const element = swiftElementType(field);
  if (kind === 'model') {
    const collection = isList ? 'isCollection: true, ' : '';
    return [
      `  public var ${name}: ModelPath<${type}> {`,
      `    ${type}.Path(name: "${name}", ${collection}parent: self)`,
      '  }',
    ];
  }
  if (kind !== 'scalar') return [];
  return [`  public var ${name}: FieldPath<${element}> {`, `    ${pathOf[element] ?? 'string'}("${name}")`, '  }'];
}
