import { core } from './dart-types.ts';
import type { MobileField, MobileModel, MobileObject, MobileRule } from './mobile-model.ts';
import { plural } from './words.ts';

const definition = 'modelSchemaDefinition';

/** The description of a model by which the library stores and asks for it. */
export function dartModelSchema(model: MobileModel): readonly string[] {
  const rules = model.rules.map(printRule);
  const indexes = model.indexes.map(({ name, fields }) => {
    const list = fields.map((each) => JSON.stringify(each)).join(', ');
    return `      ${core}.ModelIndex(fields: const [${list}], name: ${name === null ? 'null' : JSON.stringify(name)})`;
  });
  return define(model.name, model.pluralName, [
    ...(rules.length === 0 ? [] : [`    ${definition}.authRules = [\n${rules.join(',\n')}\n    ];\n`]),
    ...(indexes.length === 0 ? [] : [`    ${definition}.indexes = [\n${indexes.join(',\n')}\n    ];\n`]),
    model.fields.map((field) => addField(model.name, field)).join('\n\n'),
  ]);
}

/** The description of another type. */
export function dartObjectSchema({ name, fields }: MobileObject): readonly string[] {
  const added = fields.map((field) =>
    field.kind === 'object'
      ? printEmbedded(field)
      : printField('customTypeField', [`fieldName: '${field.name}'`, ...shape(field), `ofType: ${fieldType(field)}`]),
  );
  return define(name, plural(name), [added.join('\n\n')]);
}

function define(name: string, pluralName: string, body: readonly string[]): readonly string[] {
  return [
    `  static var schema = ${core}.Model.defineSchema(define: (${core}.ModelSchemaDefinition ${definition}) {`,
    `    ${definition}.name = "${name}";`,
    `    ${definition}.pluralName = "${pluralName}";`,
    '',
    ...body,
    '  });',
  ];
}

const providers: Readonly<Record<string, string>> = { identityPool: 'IAM' };

function printRule(rule: MobileRule): string {
  const texts = (['ownerField', 'identityClaim', 'groupClaim'] as const).flatMap((key) =>
    rule[key] === undefined ? [] : [`${key}: ${JSON.stringify(rule[key])}`],
  );
  const parts = [
    `authStrategy: ${core}.AuthStrategy.${rule.allow.toUpperCase()}`,
    ...texts,
    ...(rule.groups === undefined ? [] : [`groups: [ ${rule.groups.map((each) => JSON.stringify(each)).join(', ')} ]`]),
    ...(rule.groupsField === undefined ? [] : [`groupsField: ${JSON.stringify(rule.groupsField)}`]),
    `provider: ${core}.AuthRuleProvider.${providers[rule.provider] ?? rule.provider.toUpperCase()}`,
    `operations: const [\n${rule.operations.map((each) => `          ${core}.ModelOperation.${each.toUpperCase()}`).join(',\n')}\n        ]`,
  ];
  return `      ${core}.AuthRule(\n        ${parts.join(',\n        ')})`;
}

function addField(model: string, field: MobileField): string {
  const { name, type, kind, isId, isRequired, isReadOnly, relation } = field;
  const key = `key: ${model}.${dartConstant(name)}`;
  if (isId) return `    ${definition}.addField(${core}.ModelFieldDefinition.id());`;
  if (relation !== null) {
    const target =
      relation.kind === 'belongsTo'
        ? [`targetNames: [${relation.targetNames.map((each) => `'${each}'`).join(', ')}]`, `ofModelName: '${type}'`]
        : [`ofModelName: '${type}'`, `associatedKey: ${type}.${dartConstant(relation.associatedWith)}`];
    return printField(relation.kind, [key, `isRequired: ${isRequired}`, ...target]);
  }
  if (kind === 'object') return printEmbedded(field);
  if (isReadOnly) {
    return printField('nonQueryField', [
      `fieldName: '${name}'`,
      `isRequired: ${isRequired}`,
      'isReadOnly: true',
      `ofType: ${fieldType(field)}`,
    ]);
  }
  return printField('field', [key, ...shape(field), `ofType: ${fieldType(field)}`]);
}

function printEmbedded(field: MobileField): string {
  const kind = field.isList ? 'embeddedCollection' : 'embedded';
  const type = `${core}.ModelFieldType(${core}.ModelFieldTypeEnum.${kind}, ofCustomTypeName: '${field.type}')`;
  return printField('embedded', [`fieldName: '${field.name}'`, ...shape(field), `ofType: ${type}`]);
}

function shape({ isRequired, isList }: MobileField): readonly string[] {
  return [`isRequired: ${isRequired}`, ...(isList ? ['isArray: true'] : [])];
}

function printField(kind: string, parts: readonly string[]): string {
  return `    ${definition}.addField(${core}.ModelFieldDefinition.${kind}(\n      ${parts.join(',\n      ')}\n    ));`;
}

const scalars: Readonly<Record<string, string>> = {
  Boolean: 'bool',
  Float: 'double',
  Int: 'int',
  AWSDate: 'date',
  AWSDateTime: 'dateTime',
  AWSTime: 'time',
  AWSTimestamp: 'timestamp',
};

function fieldType({ kind, type, isList }: MobileField): string {
  const element = kind === 'enum' ? 'enumeration' : (scalars[type] ?? 'string');
  const each = `${core}.ModelFieldTypeEnum.${element}`;
  if (!isList) return `${core}.ModelFieldType(${each})`;
  return `${core}.ModelFieldType(${core}.ModelFieldTypeEnum.collection, ofModelName: ${each}.name)`;
}

/** The name of the constant by which a field is asked for. */
export function dartConstant(name: string): string {
  return name.toUpperCase();
}
