import type { DataModel } from '../../ir/data-model.ts';
import type { GeneratedFile } from '../generated-file.ts';
import type { FieldOrder } from './field-order.ts';
import { javaClassParts } from './java-class-parts.ts';
import { javaFieldType, javaPackage } from './java-types.ts';
import {
  type MobileField,
  type MobileModel,
  type MobileModels,
  type MobileObject,
  mobileModels,
} from './mobile-model.ts';
import { refuseReserved } from './reserved-names.ts';
import { constantCase, lowerFirst, pascalCase } from './words.ts';

const folder = 'com/amplifyframework/datastore/generated/model';

/**
 * Models for Amplify Android: a class with a builder for each model and other type, a path for each model, and
 * `AmplifyModelProvider`, in `com.amplifyframework.datastore.generated.model`. Throws for names that are keywords of Java.
 */
export function javaModels(source: DataModel, order: FieldOrder = new Map()): readonly GeneratedFile[] {
  const described = mobileModels(source, order);
  refuseReserved(described, 'Java');
  const file = (name: string, text: string): GeneratedFile => ({ name: `${folder}/${name}.java`, text });
  return [
    ...described.enums.map(({ name, values }) => file(name, printEnum(name, values))),
    ...described.objects.map((object) => file(object.name, printObject(object))),
    ...described.models.flatMap((model) => [
      file(model.name, printModel(model)),
      file(`${model.name}Path`, printPath(model)),
    ]),
    file('AmplifyModelProvider', printProvider(described)),
  ];
}

function printEnum(name: string, values: readonly string[]): string {
  return [
    `package ${javaPackage};`,
    '/** Auto generated enum from GraphQL schema. */',
    '@SuppressWarnings("all")',
    `public enum ${name} {\n  ${values.join(',\n  ')}\n}\n`,
  ].join('\n');
}

function printObject(object: MobileObject): string {
  const temporal = object.fields.some((field) => javaFieldType(field).includes('Temporal'));
  return [
    `package ${javaPackage};\n`,
    ...(temporal ? ['import com.amplifyframework.core.model.temporal.Temporal;'] : []),
    '\nimport androidx.core.util.ObjectsCompat;\n\nimport java.util.Objects;\nimport java.util.List;\n',
    `/** This is an auto generated class representing the ${object.name} type in your schema. */`,
    `public final class ${object.name} {`,
    ...object.fields.map((field) => `  private final ${javaFieldType(field)} ${field.name};`),
    ...javaClassParts(object, { isModel: false }),
    '}\n',
  ].join('\n');
}

const needed = {
  hasMany: ['annotations.HasMany', 'ModelList'],
  hasOne: ['annotations.HasOne', 'ModelReference', 'LoadedModelReferenceImpl'],
  belongsTo: ['annotations.BelongsTo', 'ModelReference', 'LoadedModelReferenceImpl'],
} as const;

const modelImports = `
import java.util.List;
import java.util.UUID;
import java.util.Objects;

import androidx.core.util.ObjectsCompat;

import com.amplifyframework.core.model.AuthStrategy;
import com.amplifyframework.core.model.Model;
import com.amplifyframework.core.model.ModelOperation;
import com.amplifyframework.core.model.annotations.AuthRule;
import com.amplifyframework.core.model.annotations.Index;
import com.amplifyframework.core.model.annotations.ModelConfig;
import com.amplifyframework.core.model.annotations.ModelField;
import com.amplifyframework.core.model.query.predicate.QueryField;

import static com.amplifyframework.core.model.query.predicate.QueryField.field;
`;

function printModel(model: MobileModel): string {
  const { name, fields, keyFields } = model;
  const imports = new Set(
    fields.flatMap((field) => {
      if (field.relation !== null) return needed[field.relation.kind];
      return javaFieldType(field).includes('Temporal') ? ['temporal.Temporal'] : [];
    }),
  );
  const keyed = fields.filter(
    ({ relation, isReadOnly }) => !isReadOnly && (relation?.kind ?? 'belongsTo') === 'belongsTo',
  );
  return [
    `package ${javaPackage};\n`,
    ...[...imports, 'ModelIdentifier'].map((each) => `import com.amplifyframework.core.model.${each};`),
    modelImports,
    `/** This is an auto generated class representing the ${name} type in your schema. */`,
    '@SuppressWarnings("all")',
    printConfig(model),
    // The library knows the primary key by this name.
    ...model.indexes.map((index) => `@Index(name = "${index.name ?? 'undefined'}", fields = ${strings(index.fields)})`),
    `public final class ${name} implements Model {`,
    `  public static final ${name}Path rootPath = new ${name}Path("root", false, null);`,
    ...keyed.map((field) => {
      const stored = field.relation === null ? field.name : field.relation.targetNames[0];
      return `  public static final QueryField ${constantCase(field.name)} = field("${name}", "${stored}");`;
    }),
    ...fields.map(printField),
    ...(keyFields.length > 1 ? [`  private ${name}Identifier ${lowerFirst(name)}Identifier;`] : []),
    ...javaClassParts(model, { isModel: true }),
    '}\n',
  ].join('\n');
}

function printConfig({ pluralName, rules }: MobileModel): string {
  const printed = rules.map((rule) => {
    const parts = [
      `allow = AuthStrategy.${rule.allow.toUpperCase()}`,
      ...(['ownerField', 'identityClaim', 'groupClaim'] as const).flatMap((key) =>
        rule[key] === undefined ? [] : [`${key} = ${JSON.stringify(rule[key])}`],
      ),
      ...(rule.groups === undefined
        ? []
        : [`groups = { ${rule.groups.map((each) => JSON.stringify(each)).join(', ')} }`]),
      ...(rule.groupsField === undefined ? [] : [`groupsField = ${JSON.stringify(rule.groupsField)}`]),
      `provider = ${JSON.stringify(rule.provider)}`,
      `operations = { ${rule.operations.map((each) => `ModelOperation.${each.toUpperCase()}`).join(', ')} }`,
    ];
    return `  @AuthRule(${parts.join(', ')})`;
  });
  const auth = printed.length === 0 ? '' : `, authRules = {\n${printed.join(',\n')}\n}`;
  return `@ModelConfig(pluralName = ${JSON.stringify(pluralName)}, type = Model.Type.USER, version = 1${auth}, hasLazySupport = true)`;
}

function printField(field: MobileField): string {
  const { name, type, isRequired, isReadOnly, relation } = field;
  const marks = [
    `targetType="${type}"`,
    ...(isRequired ? ['isRequired = true'] : []),
    ...(isReadOnly ? ['isReadOnly = true'] : []),
  ];
  const parts = [
    isReadOnly ? 'private' : 'private final',
    `@ModelField(${marks.join(', ')})`,
    ...(relation === null ? [] : [printRelation(type, relation)]),
    javaFieldType(field),
    name,
  ];
  return `  ${parts.join(' ')}${relation === null || relation.kind === 'belongsTo' ? '' : ' = null'};`;
}

function printRelation(type: string, relation: NonNullable<MobileField['relation']>): string {
  const { kind, associatedWith, targetNames } = relation;
  const parts = [
    ...(kind === 'belongsTo' ? [`targetName = "${targetNames[0]}"`] : [`associatedWith = "${associatedWith}"`]),
    ...(targetNames.length === 0 ? [] : [`targetNames = ${strings(targetNames)}`]),
    `type = ${type}.class`,
  ];
  return `@${pascalCase(kind)}(${parts.join(', ')})`;
}

function printPath({ name, fields }: MobileModel): string {
  const related = fields.filter(({ relation }) => relation !== null);
  return [
    `package ${javaPackage};\n`,
    'import androidx.annotation.NonNull;\nimport androidx.annotation.Nullable;\n',
    'import com.amplifyframework.core.model.ModelPath;\nimport com.amplifyframework.core.model.PropertyPath;\n',
    `/** This is an auto generated class representing the ModelPath for the ${name} type in your schema. */`,
    `public final class ${name}Path extends ModelPath<${name}> {`,
    ...related.map((field) => `  private ${field.type}Path ${field.name};`),
    `  ${name}Path(@NonNull String name, @NonNull Boolean isCollection, @Nullable PropertyPath parent) {`,
    `    super(name, isCollection, parent, ${name}.class);\n  }`,
    ...related.flatMap((field) => [
      '  ',
      `  public synchronized ${field.type}Path get${pascalCase(field.name)}() {`,
      `    if (${field.name} == null) {`,
      `      ${field.name} = new ${field.type}Path("${field.name}", ${field.isList}, this);\n    }`,
      `    return ${field.name};\n  }`,
    ]),
    '}\n',
  ].join('\n');
}

function printProvider({ version, models }: MobileModels): string {
  return `package ${javaPackage};

import com.amplifyframework.util.Immutable;
import com.amplifyframework.core.model.Model;
import com.amplifyframework.core.model.ModelProvider;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** The classes of this folder that are models. */
public final class AmplifyModelProvider implements ModelProvider {
  private static final String AMPLIFY_MODEL_VERSION = "${version}";
  private static AmplifyModelProvider amplifyGeneratedModelInstance;

  private AmplifyModelProvider() {
  }

  public static synchronized AmplifyModelProvider getInstance() {
    if (amplifyGeneratedModelInstance == null) {
      amplifyGeneratedModelInstance = new AmplifyModelProvider();
    }
    return amplifyGeneratedModelInstance;
  }

  @Override
  public Set<Class<? extends Model>> models() {
    return Immutable.of(new HashSet<>(
      Arrays.<Class<? extends Model>>asList(${models.map(({ name }) => `${name}.class`).join(', ')})
    ));
  }

  @Override
  public String version() {
    return AMPLIFY_MODEL_VERSION;
  }
}
`;
}

function strings(list: readonly string[]): string {
  return `{${list.map((each) => JSON.stringify(each)).join(',')}}`.replaceAll('","', '", "');
}
