import { javaFieldType, javaParameterType } from './java-types.ts';
import type { MobileField, MobileModel, MobileObject } from './mobile-model.ts';
import { camelCase, lowerFirst, pascalCase } from './words.ts';

type Described = { readonly object: MobileObject; readonly model: MobileModel | null };

/** The members of a class after its fields: getters, equality, text, and the builders. */
export function javaClassParts(
  object: MobileObject | MobileModel,
  { isModel }: { isModel: boolean },
): readonly string[] {
  const described: Described = { object, model: isModel ? (object as MobileModel) : null };
  return [
    ...(described.model === null ? [] : [resolveIdentifier(described.model), '']),
    ...object.fields.flatMap((field) => [
      `  public ${javaFieldType(field)} ${getter(field)} {\n    return ${field.name};\n  }`,
      '',
    ]),
    constructorOf(object.name, 'private', object.fields.filter(isSet)),
    '',
    ...equality(described),
    ...builders(described),
    ...(described.model === null ? [] : ['', ...identifierClass(described.model)]),
  ];
}

/** Whether builders give a field: those of the service, and of related models, they do not. */
function isSet({ isReadOnly, relation }: MobileField): boolean {
  return !isReadOnly && (relation === null || relation.kind === 'belongsTo');
}

function getter(field: MobileField): string {
  return `get${pascalCase(field.name)}()`;
}

function parametersOf(fields: readonly MobileField[]): string {
  return fields.map((field) => `${javaFieldType(field)} ${field.name}`).join(', ');
}

function namesOf(fields: readonly MobileField[]): string {
  return fields.map(({ name }) => name).join(', ');
}

function constructorOf(name: string, access: string, fields: readonly MobileField[]): string {
  const lines = fields.map((field) => `    this.${field.name} = ${field.name};\n`);
  return `  ${access} ${name}(${parametersOf(fields)}) {\n${lines.join('')}  }`;
}

function resolveIdentifier(model: MobileModel): string {
  const { name, keyFields } = model;
  const [key] = keyFieldsOf(model);
  const own = `${lowerFirst(name)}Identifier`;
  const type = keyFields.length > 1 ? `${name}Identifier` : javaFieldType(key!);
  const body =
    keyFields.length > 1
      ? [
          `    if (${own} == null) {`,
          `      this.${own} = new ${name}Identifier(${keyFields.join(', ')});`,
          '    }',
          `    return ${own};`,
        ]
      : [`    return ${keyFields[0]};`];
  return [
    '  /** @deprecated This API is internal to Amplify and should not be used. */',
    '  @Deprecated',
    `  public ${type} resolveIdentifier() {`,
    ...body,
    '  }',
  ].join('\n');
}

function keyFieldsOf({ fields, keyFields }: MobileModel): readonly MobileField[] {
  return keyFields.flatMap((name) => fields.filter((field) => field.name === name));
}

function equality({ object: { name, fields }, model }: Described): readonly string[] {
  // What related models load is no part of a value.
  const compared = fields.filter(({ relation }) => relation === null || relation.kind === 'belongsTo');
  const other = name === lowerFirst(name) ? 'that' : lowerFirst(name);
  const getters = compared.map(getter);
  const texts = compared.map(
    (field, index) =>
      `      .append("${field.name}=" + String.valueOf(${getter(field)})${index < compared.length - 1 ? ' + ", "' : ''})`,
  );
  return [
    '  @Override',
    '  public boolean equals(Object obj) {',
    '    if (this == obj) {',
    '      return true;',
    '    }',
    '    if (obj == null || getClass() != obj.getClass()) {',
    '      return false;',
    '    }',
    `    ${name} ${other} = (${name}) obj;`,
    `    return ${getters.map((each) => `ObjectsCompat.equals(${each}, ${other}.${each})`).join(' &&\n      ')};`,
    '  }',
    '',
    '  @Override',
    '  public int hashCode() {',
    '    return new StringBuilder()',
    ...getters.map((each) => `      .append(${each})`),
    '      .toString()',
    '      .hashCode();',
    '  }',
    '',
    ...(model === null
      ? []
      : [
          '  @Override',
          '  public String toString() {',
          '    return new StringBuilder()',
          `      .append("${name} {")`,
          ...texts,
          '      .append("}")',
          '      .toString();',
          '  }',
          '',
        ]),
  ];
}

/** Builders ask for what is required one after the other, each in a step of its own, and then for the rest. */
function builders({ object, model }: Described): readonly string[] {
  const { name } = object;
  const fields = object.fields.filter(isSet);
  const id = fields.find(({ isId }) => isId);
  const required = fields.filter((field) => field.isRequired && !field.isId);
  const optional = fields.filter((field) => !field.isRequired && !field.isId);
  const steps = [...required.map((field) => `${pascalCase(field.name)}Step`), 'BuildStep'];
  const next = (index: number) => steps[Math.min(index + 1, steps.length - 1)]!;
  const inOrder = [...(id === undefined ? [] : [id]), ...required, ...optional];
  const setter = (field: MobileField, type: string) =>
    `${type} ${camelCase(field.name)}(${javaParameterType(field)} ${camelCase(field.name)})`;
  return [
    `  public static ${steps[0]} builder() {\n    return new Builder();\n  }`,
    '',
    ...(model === null || id === undefined ? [] : [justId(name, fields), '']),
    `  public CopyOfBuilder copyOfBuilder() {\n    return new CopyOfBuilder(${namesOf(fields)});\n  }`,
    '',
    ...required.flatMap((field, index) => [
      `  public interface ${steps[index]} {\n    ${setter(field, next(index))};\n  }`,
      '',
    ]),
    '  public interface BuildStep {',
    `    ${name} build();`,
    ...(id === undefined ? [] : ['    BuildStep id(String id);']),
    ...optional.map((field) => `    ${setter(field, 'BuildStep')};`),
    '  }',
    '',
    `  public static class Builder implements ${steps.join(', ')} {`,
    ...inOrder.map((field) => `    private ${javaFieldType(field)} ${field.name};`),
    '',
    '    public Builder() {\n    }',
    '',
    ...(fields.length === 0 ? [] : [indent(constructorOf('Builder', 'private', fields)), '']),
    '    @Override',
    `    public ${name} build() {`,
    ...(id === undefined ? [] : ['      String id = this.id != null ? this.id : UUID.randomUUID().toString();']),
    `      return new ${name}(${namesOf(fields)});`,
    '    }',
    ...[...required, ...optional].flatMap((field, index) => [
      '',
      '    @Override',
      `    public ${setter(field, next(index))} {`,
      ...(field.isRequired ? [`      Objects.requireNonNull(${camelCase(field.name)});`] : []),
      `      this.${field.name} = ${given(field)};`,
      '      return this;',
      '    }',
    ]),
    ...(id === undefined
      ? []
      : ['', '    @Override', '    public BuildStep id(String id) {\n      this.id = id;\n      return this;\n    }']),
    '  }',
    '',
    ...copyOf(fields, required, optional),
  ];
}

function given(field: MobileField): string {
  const name = camelCase(field.name);
  return field.relation === null ? name : `new LoadedModelReferenceImpl<>(${name})`;
}

function justId(name: string, fields: readonly MobileField[]): string {
  return [
    '  /**',
    '   * An instance with nothing but its id, to delete a record or to refer to one from a related record. It is not one',
    '   * to create a record from.',
    '   */',
    `  public static ${name} justId(String id) {`,
    `    return new ${name}(${fields.map((field) => (field.isId ? 'id' : 'null')).join(', ')});`,
    '  }',
  ].join('\n');
}

function copyOf(
  fields: readonly MobileField[],
  required: readonly MobileField[],
  optional: readonly MobileField[],
): readonly string[] {
  return [
    '  public final class CopyOfBuilder extends Builder {',
    `    private CopyOfBuilder(${parametersOf(fields)}) {`,
    `      super(${namesOf(fields)});`,
    ...required.map((field) => `      Objects.requireNonNull(${field.name});`),
    '    }',
    ...[...required, ...optional].flatMap((field) => [
      '',
      '    @Override',
      `    public CopyOfBuilder ${camelCase(field.name)}(${javaParameterType(field)} ${camelCase(field.name)}) {`,
      `      return (CopyOfBuilder) super.${camelCase(field.name)}(${camelCase(field.name)});`,
      '    }',
    ]),
    '  }',
  ];
}

function identifierClass(model: MobileModel): readonly string[] {
  const { name, keyFields } = model;
  return [
    `  public static class ${name}Identifier extends ModelIdentifier<${name}> {`,
    '    private static final long serialVersionUID = 1L;',
    '',
    `    public ${name}Identifier(${parametersOf(keyFieldsOf(model))}) {`,
    `      super(${keyFields.join(', ')});`,
    '    }',
    '  }',
  ];
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
