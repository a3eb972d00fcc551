import type { DataModel } from '../../ir/data-model.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { dartClass, orMissing } from './dart-class.ts';
import { dartConstant, dartModelSchema, dartObjectSchema } from './dart-schema.ts';
import { core, dartMember, dartType, isGiven } from './dart-types.ts';
import type { FieldOrder } from './field-order.ts';
import {
  type MobileField,
  type MobileModel,
  type MobileModels,
  type MobileObject,
  mobileModels,
} from './mobile-model.ts';
import { refuseReserved } from './reserved-names.ts';

const header = [
  '// NOTE: This file is generated, and will be overwritten.',
  '',
  '// ignore_for_file: type=lint',
  '// ignore_for_file: unused_import, dead_code, unnecessary_null_comparison',
  '',
].join('\n');

/**
 * Models for Amplify Flutter: a class for each model and other type, and `ModelProvider`. Throws for names that are keywords of
 * Dart.
 */
export function dartModels(source: DataModel, order: FieldOrder = new Map()): readonly GeneratedFile[] {
  const described = mobileModels(source, order);
  refuseReserved(described, 'Dart');
  const file = (name: string, lines: readonly string[]): GeneratedFile => ({
    name: `${name}.dart`,
    text: `${[header, ...lines].join('\n')}\n`,
  });
  return [
    ...described.enums.map(({ name, values }) => file(name, [`enum ${name} {\n  ${values.join(',\n  ')}\n}`])),
    ...described.objects.map((object) => file(object.name, printObject(object))),
    ...described.models.map((model) => file(model.name, printModel(model))),
    file('ModelProvider', printProvider(described)),
  ];
}

function imports(fields: readonly MobileField[]): readonly string[] {
  return [
    "import 'ModelProvider.dart';",
    `import 'package:amplify_core/amplify_core.dart' as ${core};`,
    ...(fields.some(({ isList }) => isList) ? ["import 'package:collection/collection.dart';"] : []),
    '',
  ];
}

function printObject(object: MobileObject): readonly string[] {
  const { name, fields } = object;
  return [
    ...imports(fields),
    `/** This is an auto generated class representing the ${name} type in your schema. */`,
    `class ${name} {`,
    ...dartClass(name, fields, [], []),
    ...dartObjectSchema(object),
    '}',
  ];
}

function printModel(model: MobileModel): readonly string[] {
  const { name, fields, keyFields } = model;
  return [
    ...imports(fields),
    `/** This is an auto generated class representing the ${name} type in your schema. */`,
    `class ${name} extends ${core}.Model {`,
    `  static const classType = const _${name}ModelType();`,
    ...dartClass(name, fields, keyFields, identity(model)),
    `  static final ${core}.QueryModelIdentifier<${name}ModelIdentifier> MODEL_IDENTIFIER = ${core}.QueryModelIdentifier<${name}ModelIdentifier>();`,
    ...fields.filter(isGiven).map(queryField),
    ...dartModelSchema(model),
    '}',
    '',
    `class _${name}ModelType extends ${core}.ModelType<${name}> {`,
    `  const _${name}ModelType();`,
    '',
    '  @override',
    `  ${name} fromJson(Map<String, dynamic> jsonData) {\n    return ${name}.fromJson(jsonData);\n  }`,
    '',
    '  @override',
    `  String modelName() {\n    return '${name}';\n  }`,
    '}',
    '',
    ...identifierClass(model),
  ];
}

function keyFieldsOf({ fields, keyFields }: MobileModel): readonly MobileField[] {
  return keyFields.flatMap((name) => fields.filter((field) => field.name === name));
}

function identity(model: MobileModel): readonly string[] {
  const { name } = model;
  const keys = keyFieldsOf(model);
  const isGenerated = keys.every(({ isId }) => isId);
  const make = [
    `      return ${name}ModelIdentifier(`,
    keys.map((key) => `        ${key.name}: ${dartMember(key)}${key.isId ? '' : '!'}`).join(',\n'),
    '      );',
  ];
  return [
    '  @override\n  getInstanceType() => classType;',
    '',
    "  @Deprecated('Use the getter [modelIdentifier].')",
    '  @override',
    `  String getId() => ${isGenerated ? 'id' : 'modelIdentifier.serializeAsString()'};`,
    '',
    `  ${name}ModelIdentifier get modelIdentifier {`,
    ...(isGenerated ? make : orMissing(make)),
    '  }',
    '',
  ];
}

function queryField({ name, type, relation }: MobileField): string {
  if (relation === null) return `  static final ${dartConstant(name)} = ${core}.QueryField(fieldName: "${name}");`;
  return [
    `  static final ${dartConstant(name)} = ${core}.QueryField(`,
    `    fieldName: "${name}",`,
    `    fieldType: ${core}.ModelFieldType(${core}.ModelFieldTypeEnum.model, ofModelName: '${type}'));`,
  ].join('\n');
}

function identifierClass(model: MobileModel): readonly string[] {
  const name = `${model.name}ModelIdentifier`;
  const keys = keyFieldsOf(model);
  const names = keys.map((key) => key.name);
  return [
    `/** The key of a [${model.name}]. */`,
    `class ${name} implements ${core}.ModelIdentifier<${model.name}> {`,
    ...keys.map((key) => `  final ${dartType(key)} ${key.name};`),
    '',
    `  const ${name}({${names.map((each) => `required this.${each}`).join(', ')}});`,
    '',
    '  @override',
    `  Map<String, dynamic> serializeAsMap() => (<String, dynamic>{\n${names.map((each) => `    '${each}': ${each}`).join(',\n')}\n  });`,
    '',
    '  @override',
    '  List<Map<String, dynamic>> serializeAsList() => serializeAsMap()',
    '    .entries',
    '    .map((entry) => (<String, dynamic>{ entry.key: entry.value }))',
    '    .toList();',
    '',
    "  @override\n  String serializeAsString() => serializeAsMap().values.join('#');",
    '',
    `  @override\n  String toString() => '${name}(${names.map((each) => `${each}: $${each}`).join(', ')})';`,
    '',
    '  @override',
    '  bool operator ==(Object other) {',
    '    if (identical(this, other)) {\n      return true;\n    }',
    `    return ${[`other is ${name}`, ...names.map((each) => `${each} == other.${each}`)].join(' &&\n      ')};`,
    '  }',
    '',
    '  @override',
    `  int get hashCode =>\n    ${names.map((each) => `${each}.hashCode`).join(' ^\n    ')};`,
    '}',
  ];
}

function printProvider({ version, models, objects, enums }: MobileModels): readonly string[] {
  const names = [...models, ...objects, ...enums].map(({ name }) => name).toSorted();
  const schemas = (list: readonly MobileObject[]) => list.map(({ name }) => `${name}.schema`).join(', ');
  return [
    `import 'package:amplify_core/amplify_core.dart' as ${core};`,
    ...[...models, ...objects].map(({ name }) => `import '${name}.dart';`),
    '',
    ...names.map((name) => `export '${name}.dart';`),
    '',
    `class ModelProvider implements ${core}.ModelProviderInterface {`,
    `  @override\n  String version = "${version}";`,
    `  @override\n  List<${core}.ModelSchema> modelSchemas = [${schemas(models)}];`,
    `  @override\n  List<${core}.ModelSchema> customTypeSchemas = [${schemas(objects)}];`,
    '  static final ModelProvider _instance = ModelProvider();',
    '',
    '  static ModelProvider get instance => _instance;',
    '',
    `  ${core}.ModelType getModelTypeByModelName(String modelName) {`,
    '    switch(modelName) {',
    ...models.map(({ name }) => `      case "${name}":\n        return ${name}.classType;`),
    '      default:',
    '        throw Exception("There is no model of the name " + modelName);',
    '    }',
    '  }',
    '}',
    '',
    '/** A value that a copy takes, also where it is null. */',
    'class ModelFieldValue<T> {',
    '  const ModelFieldValue.value(this.value);',
    '',
    '  final T value;',
    '}',
  ];
}
